import { cookies } from "next/headers";
import { sameOrigin } from "@/lib/access/check-origin";
import { KnownError } from "@/lib/errors";
import { Cut } from "@/lib/evidence/keep-bytes";
import { problemCode } from "@/lib/evidence/labels";
import { phoneCookie, takeFromPhone } from "@/lib/evidence/open-phone-link";
import { eachFile } from "@/lib/evidence/receive-upload";
import { mostItems } from "@/lib/evidence/stage-evidence";

/** The phone's form: whose link is over learns so on the page this leads back to. */
export async function POST(request: Request) {
  const device = (await cookies()).get(phoneCookie)?.value;
  if (!device || !sameOrigin(request.headers))
    return new Response("Page not found", { status: 404 });
  const to = (query: string) =>
    new Response(null, { status: 303, headers: { location: `/phone${query}` } });
  try {
    let taken = 0;
    await eachFile(request, mostItems, async (file) => {
      await takeFromPhone(device, file);
      taken++;
    });
    return to(taken === 0 ? "?problem=none" : "");
  } catch (error) {
    if (error instanceof Cut) return new Response("The upload was cut", { status: 400 });
    if (!(error instanceof KnownError)) throw error;
    return to(error.code === "check" ? `?problem=${problemCode(error.fields.file ?? "")}` : "");
  }
}
