import { Readable } from "node:stream";
import { z } from "zod";
import { sessionFrom } from "@/lib/access/require-session";
import { skipBytes, streamBundle } from "@/lib/cases/stream-bundle";
import { KnownError } from "@/lib/errors";

const nowhere = () => new Response("Page not found", { status: 404 });

/**
 * A bundle to save, for whoever may disclose its case. A browser that lost the connection asks for
 * the rest (Range), and gets it while the bytes are the same (If-Range).
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = z.uuid().safeParse((await params).id);
  const claims = await sessionFrom(request.headers);
  if (!claims || !id.success) return nowhere();
  const asked = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "");
  try {
    const bundle = await streamBundle(claims, id.data, asked === null);
    const same = request.headers.get("if-range") ?? bundle.tag;
    const from = asked && same === bundle.tag ? Number(asked[1]) : 0;
    const common = {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${bundle.name}"`,
      "accept-ranges": "bytes",
      etag: bundle.tag,
    };
    if (from >= bundle.size)
      return new Response(null, {
        status: 416,
        headers: { "content-range": `bytes */${bundle.size}` },
      });
    const bytes = from > 0 ? Readable.from(skipBytes(bundle.open(), from)) : bundle.open();
    return new Response(Readable.toWeb(bytes) as ReadableStream, {
      status: from > 0 ? 206 : 200,
      headers: {
        ...common,
        "content-length": String(bundle.size - from),
        ...(from > 0 ? { "content-range": `bytes ${from}-${bundle.size - 1}/${bundle.size}` } : {}),
      },
    });
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return error.code === "conflict" ? new Response(error.message, { status: 409 }) : nowhere();
  }
}
