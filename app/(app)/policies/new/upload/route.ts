import { withScope } from "@/db/scope";
import { sameOrigin } from "@/lib/access/check-origin";
import { sessionFrom } from "@/lib/access/require-session";
import { check, KnownError } from "@/lib/errors";
import { eachFile } from "@/lib/evidence/receive-upload";
import { importPolicy } from "@/lib/policies/import-policy";
import { requireWriter } from "@/lib/policies/load-draft";
import { documentProblem, mostBytes } from "@/lib/policies/read-document";

const gone = () => new Response("Page not found", { status: 404 });

/** One document of a plain form, read whole because its kind and text need all of it. */
async function takeDocument(request: Request): Promise<{ name: string; bytes: Buffer }> {
  let taken: { name: string; bytes: Buffer } | null = null;
  await eachFile(request, 1, async ({ stream, name }) => {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of stream) {
      size += part.length;
      if (size > mostBytes) throw check({ file: "large" });
      parts.push(part);
    }
    taken = { name, bytes: Buffer.concat(parts) };
  });
  if (!taken) throw check({ file: "none" });
  return taken;
}

export async function POST(request: Request) {
  const claims = await sessionFrom(request.headers);
  if (!claims || !sameOrigin(request.headers)) return gone();
  const to = (location: string) => new Response(null, { status: 303, headers: { location } });
  try {
    // Nobody else's bytes are read.
    await withScope(claims, async (_tx, actor) => requireWriter(actor));
    const document = await takeDocument(request);
    const made = await withScope(claims, (tx, actor) => importPolicy(tx, actor, document));
    return to(`/policies/${made.policyId}/draft/confirm`);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (error.code === "not-found") return gone();
    return to(`/policies/new?problem=${documentProblem(error.fields.file)}`);
  }
}
