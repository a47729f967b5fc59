import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { localDay } from "@/lib/dates";
import { KnownError } from "@/lib/errors";
import { writeCsv } from "@/lib/registers/export";
import { exportEntries, viewFrom } from "@/lib/registers/list-entries";

/** The register as a file, filtered as the address says. */
export async function GET(request: Request) {
  const claims = await sessionFrom(request.headers);
  if (!claims) return new Response(null, { status: 303, headers: { location: "/sign-in" } });
  const view = viewFrom(Object.fromEntries(new URL(request.url).searchParams));
  try {
    const csv = await withScope(claims, async (tx, actor) =>
      writeCsv(await exportEntries(tx, actor, view), localDay(actor.at)),
    );
    return new Response(csv, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="register.csv"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (error instanceof KnownError) return new Response("Page not found", { status: 404 });
    throw error;
  }
}
