import type { NextRequest } from "next/server";
import { sameOrigin } from "@/lib/access/check-origin";
import { sessionFrom } from "@/lib/access/require-session";
import { phoneClaims, phoneCookie, readPhonePage } from "@/lib/evidence/open-phone-link";
import { ownAddresses, type Sender, uploadHandler } from "@/lib/evidence/route-uploads";

const linkEnded = "This link has ended. On the computer choose “Use my phone” again";

async function phoneOf(request: NextRequest): Promise<Sender | null> {
  const device = request.cookies.get(phoneCookie)?.value;
  const page = device ? await readPhonePage(device) : null;
  return device && page ? { claims: phoneClaims(device), place: page.to } : null;
}

/** Announces uploads through the SDK; the signed addresses in its answer lead only to us. */
export async function POST(request: NextRequest) {
  const { searchParams } = request.nextUrl;
  if (!sameOrigin(request.headers) || searchParams.get("actionType") !== "upload")
    return new Response(null, { status: 404 });
  const byPhone = searchParams.get("by") === "phone";
  const claims = byPhone ? null : await sessionFrom(request.headers);
  const sender = byPhone ? await phoneOf(request) : claims && { claims };
  if (!sender)
    return byPhone
      ? Response.json({ message: linkEnded }, { status: 403 })
      : new Response(null, { status: 404 });
  const answer = await uploadHandler(sender).POST(request);
  if (!answer.ok) return answer;
  return Response.json(ownAddresses(await answer.json()));
}
