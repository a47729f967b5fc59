import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

/** A name that can never resolve: a URL that escaped us would lead nowhere. */
export const ingestOrigin = "https://ingest.invalid";
export const ingestPath = "/api/ingest";
export const uploadAppId = "daybook";

const apiKey = () =>
  `sk_${createHmac("sha256", env().UPLOAD_SECRET).update("upload").digest("hex")}`;

/** The SDK's token, made by ourselves: it is our own key, known to nobody else. */
export const uploadToken = () =>
  Buffer.from(
    JSON.stringify({
      apiKey: apiKey(),
      appId: uploadAppId,
      regions: ["self"],
      ingestHost: "ingest.invalid",
    }),
  ).toString("base64");

export const signPayload = (payload: string) =>
  `hmac-sha256=${createHmac("sha256", apiKey()).update(payload).digest("hex")}`;

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export type Announced = { key: string; evidenceId: string; size: number; name: string };

/**
 * What a signed upload address says, or null when it is forged, changed or past. The signature is
 * over the address exactly as it was written, so it is cut from the text and never rebuilt.
 */
export function readSignedUrl(pathAndQuery: string, at: Date): Announced | null {
  const cut = pathAndQuery.indexOf("&signature=");
  if (cut < 0) return null;
  const signed = pathAndQuery.slice(0, cut);
  const signature = decodeURIComponent(pathAndQuery.slice(cut + "&signature=".length));
  if (!same(signPayload(`${ingestOrigin}${signed}`), signature)) return null;
  const url = new URL(signed, ingestOrigin);
  const key = url.pathname.split("/").at(-1) ?? "";
  const get = (name: string) => url.searchParams.get(name) ?? "";
  if (!(Number(get("expires")) > at.getTime()) || get("x-ut-identifier") !== uploadAppId)
    return null;
  const evidenceId = get("x-ut-custom-id");
  return evidenceId
    ? { key, evidenceId, size: Number(get("x-ut-file-size")), name: get("x-ut-file-name") }
    : null;
}
