import { Readable } from "node:stream";
import { z } from "zod";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError } from "@/lib/errors";
import { holdEvidence } from "@/lib/evidence/hold-evidence";
import { readBytes } from "@/lib/evidence/keep-bytes";
import { renderEvidence } from "@/lib/evidence/render-evidence";
import { type Showing, viewEvidence } from "@/lib/evidence/view-evidence";

const damaged = () =>
  new Response(
    "This file cannot be opened: it is missing, changed, or its key is wrong. The safeguarding lead and the administrator are told",
    { status: 409 },
  );
const nowhere = () => new Response("Page not found", { status: 404 });
/** The headers that keep it from running, caching or framing are the proxy's, as for every answer.
 * One item: blurred, re-encoded to look at, or the original to save. Absent and forbidden alike. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = z.uuid().safeParse((await params).id);
  const as = z
    .enum(["blurred", "view", "original"])
    .safeParse(new URL(request.url).searchParams.get("as"));
  const claims = await sessionFrom(request.headers);
  if (!claims || !id.success || !as.success) return nowhere();
  const showing: Showing = as.data;
  try {
    const item = await viewEvidence(claims, id.data, showing);
    const held = await holdEvidence(claims, item);
    if (!held) return damaged();
    if (showing === "original") {
      const name = encodeURIComponent(item.fileName);
      return new Response(Readable.toWeb(readBytes(held)) as ReadableStream, {
        headers: {
          "content-type": "application/octet-stream",
          "content-disposition": `attachment; filename*=UTF-8''${name}`,
        },
      });
    }
    if (item.kind !== "image") return nowhere();
    const picture = await renderEvidence(held, showing);
    return new Response(new Uint8Array(picture), {
      headers: { "content-type": "image/webp" },
    });
  } catch (error) {
    if (error instanceof KnownError) return nowhere();
    throw error;
  }
}
