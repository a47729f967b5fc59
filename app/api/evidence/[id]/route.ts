import { Readable } from "node:stream";
import { z } from "zod";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError, StoreAway } from "@/lib/errors";
import { holdEvidence, holdPart } from "@/lib/evidence/hold-evidence";
import { readBytes } from "@/lib/evidence/keep-bytes";
import { isViewReason } from "@/lib/evidence/labels";
import { readAreas } from "@/lib/evidence/read-areas";
import { readRange } from "@/lib/evidence/read-range";
import { renderEvidence } from "@/lib/evidence/render-evidence";
import { type Showing, viewEvidence } from "@/lib/evidence/view-evidence";

const damaged = () =>
  new Response(
    "This file cannot be opened: it is missing, changed, or its key is wrong. The safeguarding lead and the administrator are told",
    { status: 409 },
  );
const away = () =>
  new Response("Files cannot be opened just now. Nothing is lost: try again in some minutes", {
    status: 503,
  });
const nowhere = () => new Response("Page not found", { status: 404 });

type Item = Awaited<ReturnType<typeof viewEvidence>>;
const plays = (item: Item) => /^(audio|video)\//.test(item.mediaType);

/** The file itself, whole or the part asked for: to save, or, sound and film, to play. */
async function send(
  claims: { tokenHash: string },
  item: Item,
  showing: Showing,
  asked: string | null,
): Promise<Response> {
  const name = encodeURIComponent(item.fileName);
  const headers: Record<string, string> = {
    "accept-ranges": "bytes",
    ...(showing === "original"
      ? {
          "content-type": "application/octet-stream",
          "content-disposition": `attachment; filename*=UTF-8''${name}`,
        }
      : { "content-type": item.mediaType }),
  };
  const part = readRange(asked, item.size);
  if (part === "none") {
    const range = { ...headers, "content-range": `bytes */${item.size}` };
    return new Response(null, { status: 416, headers: range });
  }
  if (part) {
    const bytes = await holdPart(claims, item, part);
    if (!bytes) return damaged();
    headers["content-range"] = `bytes ${part.start}-${part.end - 1}/${item.size}`;
    headers["content-length"] = String(part.end - part.start);
    return new Response(Readable.toWeb(bytes) as ReadableStream, { status: 206, headers });
  }
  const held = await holdEvidence(claims, item);
  if (!held) return damaged();
  headers["content-length"] = String(item.size);
  return new Response(Readable.toWeb(readBytes(held)) as ReadableStream, { headers });
}

/**
 * One item: blurred, re-encoded to look at, or the original to save. Absent and forbidden alike. The
 * headers that keep it from running, caching or framing are the proxy's, as for every answer.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = z.uuid().safeParse((await params).id);
  const query = new URL(request.url).searchParams;
  const as = z.enum(["blurred", "view", "original"]).safeParse(query.get("as"));
  const page = z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .safeParse(query.get("page") ?? 1);
  // The areas of a redaction that is not saved yet: what the copy will look like.
  const areas = readAreas(query.get("areas") ?? "");
  const claims = await sessionFrom(request.headers);
  if (!claims || !id.success || !as.success || !page.success) return nowhere();
  const showing: Showing = as.data;
  // A condition on an earlier copy: there is none, as nothing may be stored.
  const asked = request.headers.has("if-range") ? null : request.headers.get("range");
  const reason = query.get("reason");
  try {
    const later = /^bytes=0*[1-9]/.test(asked ?? "");
    const item = await viewEvidence(claims, id.data, showing, {
      inParts: later,
      ...(isViewReason(reason) ? { reason } : {}),
      ...(areas.length > 0 ? { action: "redact-evidence" as const } : {}),
    });
    if (showing === "original" || (showing === "view" && plays(item)))
      return await send(claims, item, showing, asked);
    const held = await holdEvidence(claims, item);
    if (!held) return damaged();
    const picture = await renderEvidence(held, showing, {
      kind: item.kind,
      page: page.data,
      areas,
    });
    return new Response(new Uint8Array(picture), {
      headers: { "content-type": "image/webp" },
    });
  } catch (error) {
    if (error instanceof KnownError && error.code === "conflict")
      return new Response(error.message, { status: 409 });
    if (error instanceof KnownError) return nowhere();
    if (error instanceof StoreAway) return away();
    throw error;
  }
}
