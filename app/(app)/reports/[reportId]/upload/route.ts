import { z } from "zod";
import { sameOrigin } from "@/lib/access/check-origin";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError } from "@/lib/errors";
import { problemCode } from "@/lib/evidence/labels";
import { eachFile } from "@/lib/evidence/receive-upload";
import { mostItems, stageEvidence } from "@/lib/evidence/stage-evidence";

const gone = () => new Response("Page not found", { status: 404 });

/** A sent report's plain form: the same path for the bytes, without any script. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ reportId: string }> },
) {
  const reportId = z.uuid().safeParse((await params).reportId);
  const claims = await sessionFrom(request.headers);
  if (!claims || !reportId.success || !sameOrigin(request.headers)) return gone();
  const back = `/reports/${reportId.data}`;
  const to = (query: string) =>
    new Response(null, { status: 303, headers: { location: `${back}${query}` } });
  try {
    let taken = 0;
    await eachFile(request, mostItems, async ({ stream, name }) => {
      await stageEvidence(claims, {
        id: crypto.randomUUID(),
        to: { reportId: reportId.data },
        stream,
        name,
        arrivedBy: "posted",
      });
      taken++;
    });
    return to(taken === 0 ? "?problem=none" : "");
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (error.code === "not-found") return gone();
    return to(`?problem=${problemCode(error.fields.file ?? "")}`);
  }
}
