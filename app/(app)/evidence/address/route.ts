import { Readable } from "node:stream";
import { z } from "zod";
import { sameOrigin } from "@/lib/access/check-origin";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError, postgresCode } from "@/lib/errors";
import { problemCode } from "@/lib/evidence/labels";
import { stageEvidence } from "@/lib/evidence/stage-evidence";

const gone = () => new Response("Page not found", { status: 404 });
const note = z.object({
  /** Made with the form, so that a second click adds no second item. */
  id: z.uuid(),
  to: z.union([z.object({ draftId: z.uuid() }), z.object({ reportId: z.uuid() })]),
  address: z
    .string()
    .trim()
    .regex(/^[^\s\p{C}<>]{3,2000}$/u),
});

/** A web address noted in words: an item whose bytes are its text. Nothing is ever fetched. */
export async function POST(request: Request) {
  const claims = await sessionFrom(request.headers);
  if (!claims || !sameOrigin(request.headers)) return gone();
  const form = await request.formData().catch(() => new FormData());
  const values = Object.fromEntries(form);
  const to = note.shape.to.safeParse(values);
  if (!to.success) return gone();
  const back =
    "draftId" in to.data
      ? `/reports/drafts/${to.data.draftId}/evidence`
      : `/reports/${to.data.reportId}`;
  const answer = (query: string) =>
    new Response(null, { status: 303, headers: { location: `${back}${query}` } });
  const said = note.safeParse({ ...values, to: to.data });
  if (!said.success) return answer("?problem=address");
  try {
    const { id, address } = said.data;
    await stageEvidence(claims, {
      id,
      to: to.data,
      stream: Readable.from([Buffer.from(address)]),
      name: "Web address",
      arrivedBy: "posted",
      address,
    });
    return answer("");
  } catch (error) {
    if (postgresCode(error) === "23505") return answer("");
    if (!(error instanceof KnownError)) throw error;
    if (error.code === "not-found") return gone();
    return answer(`?problem=${problemCode(error.fields.file ?? "")}`);
  }
}
