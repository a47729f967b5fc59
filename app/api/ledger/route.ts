import { type Tx, withScope } from "@/db/scope";
import { sameOrigin } from "@/lib/access/check-origin";
import { mayAct } from "@/lib/access/permissions";
import { sessionFrom } from "@/lib/access/require-session";
import type { Actor } from "@/lib/access/types";
import { KnownError, notFound } from "@/lib/errors";
import { reportDifference } from "@/lib/governance/report-difference";
import { headFor } from "@/lib/ledger/queries";
import { readPrinted } from "@/lib/ledger/read-printed";

const gone = () => new Response("Page not found", { status: 404 });

async function answer(request: Request, work: (tx: Tx, actor: Actor) => Promise<Response>) {
  const claims = await sessionFrom(request.headers);
  if (!claims) return gone();
  try {
    return await withScope(claims, (tx, actor) => {
      if (!mayAct(actor, "remember-head")) throw notFound();
      return work(tx, actor);
    });
  } catch (error) {
    if (error instanceof KnownError) return gone();
    throw error;
  }
}

/** The signed head, and the proof that it extends the one that this browser knows. */
export async function GET(request: Request) {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  return answer(request, async (tx) => {
    const head = await headFor(tx, readPrinted(asked));
    return head ? Response.json(head) : new Response(null, { status: 204 });
  });
}

/** A browser saw that it does not. */
export async function POST(request: Request) {
  if (!sameOrigin(request.headers)) return new Response("Not allowed from here", { status: 403 });
  const text = (await request.text()).slice(0, 1000);
  return answer(request, async (tx, actor) => {
    const [, size = "", root = ""] = text.match(/"size":(\d+),"root":"([^"]+)"/) ?? [];
    const known = readPrinted({ entries: size, root });
    if (!known) return new Response("That is no head", { status: 400 });
    await reportDifference(tx, actor, known);
    return new Response(null, { status: 204 });
  });
}
