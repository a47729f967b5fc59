import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { Env } from "@/lib/env";
import { StoreAway } from "@/lib/errors";
import type { Place } from "./place-bytes";
import { dropParts } from "./place-on-disk";

/** In bytes; a part is in memory once, so that a failed one can be sent again. S3 takes 10,000. */
export const partSize = 8 * 1024 * 1024;

const placeOf = (key: string) => `${key.slice(0, 2)}/${key}`;

type Settings = Pick<
  Env,
  | "S3_BUCKET"
  | "S3_ENDPOINT"
  | "S3_REGION"
  | "S3_ACCESS_KEY_ID"
  | "S3_SECRET_ACCESS_KEY"
  | "DAYBOOK_DATA_DIR"
>;

/** The store refuses what did not arrive as it was sent. */
const proofOf = (bytes: Buffer) => createHash("md5").update(bytes).digest("base64");

/**
 * A bucket of any S3-compatible store. It gets nothing but ciphertext under random names. A file
 * counts as gone only when the store says so of this key; a missing bucket is a store that is away.
 */
export function placeInBucket(settings: Settings): Place {
  const Bucket = settings.S3_BUCKET ?? "";
  const client = new S3Client({
    region: settings.S3_REGION,
    credentials: {
      accessKeyId: settings.S3_ACCESS_KEY_ID ?? "",
      secretAccessKey: settings.S3_SECRET_ACCESS_KEY ?? "",
    },
    ...(settings.S3_ENDPOINT ? { endpoint: settings.S3_ENDPOINT, forcePathStyle: true } : {}),
    // Newer checksums are not understood by every store; each part carries its MD5 instead.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
  });
  const away = (error: unknown): never => {
    const name = error instanceof Error ? error.name : "";
    throw new StoreAway(`The evidence store failed: ${name}`, { cause: error });
  };

  async function putParts(Key: string, parts: AsyncIterable<Buffer>): Promise<void> {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    try {
      const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
      for await (const Body of parts) {
        const PartNumber = Parts.length + 1;
        const part = { Bucket, Key, UploadId, PartNumber, Body, ContentMD5: proofOf(Body) };
        const { ETag } = await client.send(new UploadPartCommand(part));
        Parts.push({ PartNumber, ETag });
      }
      const MultipartUpload = { Parts };
      const whole = { Bucket, Key, UploadId, MultipartUpload };
      await client.send(new CompleteMultipartUploadCommand(whole));
    } catch (error) {
      const given = new AbortMultipartUploadCommand({ Bucket, Key, UploadId });
      // A day later dropParts takes what stays behind here.
      await client.send(given).catch(() => {});
      throw error;
    }
  }

  return {
    async take(key, path) {
      const Key = placeOf(key);
      const file = await open(path, "r");
      try {
        const { size } = await file.stat();
        const part = async (at: number) => {
          const bytes = Buffer.alloc(Math.min(partSize, size - at));
          await file.read(bytes, 0, bytes.length, at);
          return bytes;
        };
        if (size <= partSize) {
          const Body = await part(0);
          const object = { Bucket, Key, Body, ContentMD5: proofOf(Body) };
          await client.send(new PutObjectCommand(object)).catch(away);
        } else {
          const parts = async function* () {
            for (let at = 0; at < size; at += partSize) yield await part(at);
          };
          await putParts(Key, parts()).catch(away);
        }
      } finally {
        await file.close();
      }
      await rm(path, { force: true });
    },
    async read(key, start, end) {
      const Range = `bytes=${start}-${Math.max(start, end - 1)}`;
      try {
        const found = await client.send(new GetObjectCommand({ Bucket, Key: placeOf(key), Range }));
        const total = Number(found.ContentRange?.split("/")[1] ?? found.ContentLength ?? 0);
        const body = found.Body as unknown as AsyncIterable<Buffer>;
        return { total, bytes: guarded(body, away) };
      } catch (error) {
        const name = error instanceof Error ? error.name : "";
        if (name === "NoSuchKey") return null;
        if (name === "InvalidRange") return { total: 0, bytes: [] };
        return away(error);
      }
    },
    async *list(letters) {
      for (let ContinuationToken: string | undefined; ; ) {
        const asked = { Bucket, Prefix: `${letters}/`, ContinuationToken };
        const page = await client.send(new ListObjectsV2Command(asked)).catch(away);
        for (const { Key, LastModified } of page.Contents ?? [])
          yield { key: Key?.split("/")[1] ?? "", keptAt: LastModified ?? new Date() };
        ContinuationToken = page.NextContinuationToken;
        if (!page.IsTruncated) return;
      }
    },
    async drop(key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: placeOf(key) })).catch(away);
    },
    async dropParts(before) {
      let dropped = await dropParts(join(settings.DAYBOOK_DATA_DIR, "evidence"), before);
      const page = await client.send(new ListMultipartUploadsCommand({ Bucket })).catch(away);
      for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
        if (!Initiated || Initiated >= before) continue;
        const given = new AbortMultipartUploadCommand({ Bucket, Key, UploadId });
        await client.send(given).catch(away);
        dropped++;
      }
      return dropped;
    },
  };
}

/** A connection that breaks in mid-answer is a store that is away, and no damaged file. */
async function* guarded(
  body: AsyncIterable<Buffer>,
  away: (error: unknown) => never,
): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    away(error);
  }
}
