import { z } from "zod";
import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError } from "@/lib/errors";
import { fileContent } from "@/lib/policies/queries";

const gone = () => new Response("Page not found", { status: 404 });

/** The document a version was read from, to save: it is never shown in our own pages. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ versionId: string }> },
) {
  const versionId = z.uuid().safeParse((await params).versionId);
  const claims = await sessionFrom(request.headers);
  if (!claims) return new Response(null, { status: 303, headers: { location: "/sign-in" } });
  if (!versionId.success) return gone();
  try {
    const file = await withScope(claims, (tx, actor) => fileContent(tx, actor, versionId.data));
    return new Response(new Uint8Array(file.content), {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      },
    });
  } catch (error) {
    if (error instanceof KnownError) return gone();
    throw error;
  }
}
