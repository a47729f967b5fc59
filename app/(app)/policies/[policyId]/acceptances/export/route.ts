import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError } from "@/lib/errors";
import { acceptancesCsv, visitsCsv } from "@/lib/policies/export";
import { exportAcceptances } from "@/lib/policies/list-acceptances";
import { listVisits } from "@/lib/policies/sign-visit";

/** Who has accepted the version in force, or which visitors signed in under it, as a file. */
export async function GET(request: Request, { params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const claims = await sessionFrom(request.headers);
  if (!claims) return new Response(null, { status: 303, headers: { location: "/sign-in" } });
  const visitors = new URL(request.url).searchParams.get("of") === "visitors";
  try {
    const csv = await withScope(claims, async (tx, actor) =>
      visitors
        ? visitsCsv(await listVisits(tx, actor, policyId))
        : acceptancesCsv(await exportAcceptances(tx, actor, policyId)),
    );
    return new Response(csv, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${visitors ? "visitors" : "acceptances"}.csv"`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (error instanceof KnownError) return new Response("Page not found", { status: 404 });
    throw error;
  }
}
