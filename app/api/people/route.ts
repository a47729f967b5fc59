import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError } from "@/lib/errors";
import { findPeople } from "@/lib/people/queries";

/** The person picker's list: people of one's own school whom one may know. */
export async function GET(request: Request) {
  const claims = await sessionFrom(request.headers);
  if (!claims) return new Response("Page not found", { status: 404 });
  const q = (new URL(request.url).searchParams.get("q") ?? "").slice(0, 100);
  try {
    const people = await withScope(claims, (tx, actor) => findPeople(tx, actor, q));
    return Response.json({ people }, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof KnownError) return new Response("Page not found", { status: 404 });
    throw error;
  }
}
