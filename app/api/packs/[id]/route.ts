import { Readable } from "node:stream";
import { z } from "zod";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError } from "@/lib/errors";
import { streamPack } from "@/lib/requests/stream-pack";

const nowhere = () => new Response("Page not found", { status: 404 });

/** An answer to somebody who asked what is kept about them, as a ZIP, for whoever gave it. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = z.uuid().safeParse((await params).id);
  const claims = await sessionFrom(request.headers);
  if (!claims || !id.success) return nowhere();
  try {
    const pack = await streamPack(claims, id.data);
    return new Response(Readable.toWeb(pack.zip) as ReadableStream, {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="${pack.name}"`,
        "content-length": String(pack.size),
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return error.code === "conflict" ? new Response(error.message, { status: 409 }) : nowhere();
  }
}
