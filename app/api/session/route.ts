import { withScope } from "@/db/scope";
import { sameOrigin } from "@/lib/access/check-origin";
import { type Claims, sessionFrom, tokenHashFrom } from "@/lib/access/require-session";
import { timeLeft } from "@/lib/access/types";
import { KnownError } from "@/lib/errors";

async function answer(claims: Claims | null) {
  const gone = () => new Response("Page not found", { status: 404 });
  if (!claims) return gone();
  try {
    return Response.json(await withScope(claims, async (_tx, actor) => timeLeft(actor)));
  } catch (error) {
    if (error instanceof KnownError) return gone();
    throw error;
  }
}

/** How long this session lasts yet, without adding to it. */
export async function GET(request: Request) {
  const tokenHash = await tokenHashFrom(request.headers);
  return answer(tokenHash ? { tokenHash } : null);
}

/** Somebody is there: the idle limit starts anew. */
export async function POST(request: Request) {
  return answer(sameOrigin(request.headers) ? await sessionFrom(request.headers) : null);
}
