import { sharedByPerson } from "@/lib/access/check-origin";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError } from "@/lib/errors";
import { Cut } from "@/lib/evidence/keep-bytes";
import { problemCode } from "@/lib/evidence/labels";
import { shareFiles } from "@/lib/reports/share-files";

const to = (location: string) => new Response(null, { status: 303, headers: { location } });

/** The share target of app/manifest.ts: files from the phone's other apps, into a new draft. */
export async function POST(request: Request) {
  if (!sharedByPerson(request.headers)) return new Response("Page not found", { status: 404 });
  const claims = await sessionFrom(request.headers);
  if (!claims) {
    // Read to its end, or the browser may not read the answer; none of it is kept.
    await request.body?.pipeTo(new WritableStream()).catch(() => {});
    return to("/sign-in?ended=share");
  }
  try {
    const { draftId, problem } = await shareFiles(claims, request);
    if (!draftId) return to("/");
    const here = `/reports/drafts/${draftId}/evidence`;
    return to(problem === null ? here : `${here}?problem=${problemCode(problem)}`);
  } catch (error) {
    if (error instanceof Cut) return new Response("The upload was cut", { status: 400 });
    if (!(error instanceof KnownError)) throw error;
    return to("/");
  }
}
