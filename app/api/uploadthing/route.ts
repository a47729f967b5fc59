import type { NextRequest } from "next/server";
import { sameOrigin } from "@/lib/access/check-origin";
import { sessionFrom } from "@/lib/access/require-session";
import { ownAddresses, uploadHandler } from "@/lib/evidence/route-uploads";

/** Announces uploads through the SDK; the signed addresses in its answer lead only to us. */
export async function POST(request: NextRequest) {
  const claims = await sessionFrom(request.headers);
  if (!claims || !sameOrigin(request.headers)) return new Response(null, { status: 404 });
  if (request.nextUrl.searchParams.get("actionType") !== "upload")
    return new Response(null, { status: 404 });
  const answer = await uploadHandler(claims).POST(request);
  if (!answer.ok) return answer;
  return Response.json(ownAddresses(await answer.json()));
}
