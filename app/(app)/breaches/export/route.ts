import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { exportBreaches } from "@/lib/cases/list-breaches";
import { KnownError } from "@/lib/errors";

/** The breach log as a file. */
export async function GET(request: Request) {
  const claims = await sessionFrom(request.headers);
  if (!claims) return new Response(null, { status: 303, headers: { location: "/sign-in" } });
  try {
    const csv = await withScope(claims, exportBreaches);
    return new Response(csv, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="breach-log.csv"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (error instanceof KnownError) return new Response("Page not found", { status: 404 });
    throw error;
  }
}
