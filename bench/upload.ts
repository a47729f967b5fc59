import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { addDraft } from "./send.ts";
import type { Site } from "./sites.ts";

const megabyte = 1024 * 1024;
/** A film of 500 MB, memory in MB it may take above idle, and its speed against the bare ciphers'. */
const size = 500 * megabyte;
const memoryTarget = 80;
const speedTarget = 0.6;

/** Resident memory of a process in MB; Linux alone says it so. */
const residentOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

const boundary = "----daybook-bench";
const piece = randomBytes(megabyte);
const opening = Buffer.from(
  "00000018667479706d703432000000006d70343269736f6d000000006d6f6f76",
  "hex",
);

/** The body a browser sends for one file of this many bytes, made while it is sent. */
function filmOf(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n`;
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(head)),
    pull(controller) {
      if (left === 0) {
        controller.enqueue(new TextEncoder().encode(`\r\n--${boundary}--\r\n`));
        controller.close();
        return;
      }
      const next = piece.subarray(0, Math.min(left, piece.length));
      if (left === bytes) opening.copy(next);
      controller.enqueue(new Uint8Array(next));
      left -= next.length;
    },
  });
}

async function send({ staff, sql, t }: Site, bytes: number): Promise<number> {
  const draftId = await addDraft(sql, t);
  const file = { name: "film.mp4", size: bytes, type: "video/mp4", lastModified: Date.now() };
  const announced = await staff.ask("/api/uploadthing?actionType=upload&slug=evidence", {
    method: "POST",
    headers: { "content-type": "application/json", "x-uploadthing-package": "daybook" },
    body: JSON.stringify({ files: [file], input: { draftId, arrivedBy: "chosen" } }),
  });
  const [{ url }] = JSON.parse(announced.html) as [{ url: string }];
  const put = await staff.ask(url, {
    method: "PUT",
    body: filmOf(bytes),
    headers: {
      range: "bytes=0-",
      "content-type": `multipart/form-data; boundary=${boundary}`,
    },
    duplex: "half",
  } as RequestInit);
  if (put.status !== 200) throw new Error(`The ingest route answered ${put.status}: ${put.html}`);
  return put.ms;
}

/** One core at SHA-256 and the same cipher over the same bytes, in milliseconds. */
function bare(): number {
  const began = performance.now();
  const hash = createHash("sha256");
  const [key, nonce] = [randomBytes(32), Buffer.alloc(12)];
  const chunk = piece.subarray(0, 65_536);
  for (let at = 0; at < size; at += chunk.length) {
    hash.update(chunk);
    const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
    cipher.update(chunk);
    cipher.final();
  }
  hash.digest();
  return performance.now() - began;
}

/** A 500 MB recording through the real route: how fast, and how much memory above idle. */
export async function measureRecording(site: Site): Promise<{ words: string; missed: number }> {
  await send(site, 50 * megabyte);
  const idle = residentOf(site.pid);
  let peak = idle;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentOf(site.pid));
  }, 50);
  const took = await send(site, size).finally(() => clearInterval(timer));
  const raw = bare();
  const [above, ratio] = [peak - idle, raw / took];
  const speed = (ms: number) => Math.round(size / megabyte / (ms / 1000));
  const missed = Number(above > memoryTarget) + Number(ratio < speedTarget);
  return {
    words: `A 500 MB recording: ${speed(took)} MB/s, ${ratio.toFixed(2)} of the bare ciphers' ${speed(raw)} MB/s (target ${speedTarget}); ${Math.round(above)} MB above the idle ${Math.round(idle)} MB at most (target ${memoryTarget})`,
    missed,
  };
}
