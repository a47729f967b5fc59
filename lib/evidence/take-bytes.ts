import type { Readable } from "node:stream";
import type { Inside } from "@/db/schema/evidence";
import { check, isFull, KnownError } from "@/lib/errors";
import { newFileKey } from "./encrypt-bytes";
import { inspectBytes, type Nature } from "./inspect-bytes";
import { dropBytes, type Kept, keepBytes } from "./keep-bytes";
import { problemWords, refuseFile } from "./labels";
import { readMetadata } from "./read-metadata";
import type { Message, Reading } from "./types";
import { type Child, unpackItem } from "./unpack-item";

/** Whether a text is a chat is seen when it is read. */
const natureOf = (nature: Nature, reading: Reading | null): Nature =>
  reading?.format === "whatsapp" ? { ...nature, kind: "chat" } : nature;

/** Bytes in the store that no row speaks of yet. */
export type Taken = {
  id: string;
  parentId: string | null;
  name: string;
  kept: Kept;
  fileKey: Buffer;
  nature: Nature;
  /** What the file says of itself. */
  metadata: Record<string, string> | null;
  reading: Reading | null;
  messages: Message[];
  inside: Inside[];
};

const sentenceOf = (error: unknown) =>
  error instanceof KnownError && error.code === "check" ? (error.fields.file ?? null) : null;
export const cleanName = (name: string) => name.replace(/\p{C}/gu, "").slice(0, 200) || "file";
const staysInside = "This kind of file cannot be shown. It stays in the original";

type Incoming = {
  declaredSize?: number;
  /** Of a sound or film, in bytes. */
  longest?: number;
  resume?: (fileKey: Buffer) => Parameters<typeof keepBytes>[3];
};

async function keepOne(stream: Readable, { declaredSize, longest, resume }: Incoming = {}) {
  const fileKey = newFileKey();
  const limits = {
    ...(declaredSize ? { most: declaredSize } : {}),
    ...(longest ? { longest } : {}),
  };
  const kept = await keepBytes(stream, fileKey, limits, resume?.(fileKey)).catch(
    (error: unknown) => {
      throw isFull(error) ? refuseFile("full") : error;
    },
  );
  return { kept, fileKey };
}

/**
 * One file from inside another, as an item of its own. What cannot be shown, is damaged or holds
 * files of its own is no item: it stays in the original, and the original's page says why.
 */
async function takeChild(parentId: string, child: Child): Promise<Taken | Inside> {
  const name = cleanName(child.name);
  if (child.size === 0) return { name, why: "It is empty" };
  const { kept, fileKey } = await keepOne(await child.open());
  try {
    const held = { ...kept, fileKey };
    const nature = await inspectBytes(held);
    if (nature.kind !== "chat") {
      const { children, ...contents } = await unpackItem(held, nature);
      const inside = children.map((one) => ({
        name: cleanName(one.name),
        why: "It is inside a file that is inside another. It stays in the original",
      }));
      return {
        id: crypto.randomUUID(),
        parentId,
        name,
        kept,
        fileKey,
        nature: natureOf(nature, contents.reading),
        metadata: await readMetadata(held, nature.kind),
        ...contents,
        inside,
      };
    }
  } catch (error) {
    await dropBytes(kept.storageKey);
    const why = sentenceOf(error);
    if (!why) throw error;
    return { name, why: why === problemWords.type ? staysInside : why };
  }
  await dropBytes(kept.storageKey);
  return { name, why: staysInside };
}

/**
 * Keeps the bytes of an item and of all that comes inside it, and reads what can be read of them.
 * `room` says how many items there may be, before any of what is inside is written. All or nothing:
 * when one of them cannot be kept, none is, and the sentence says which.
 */
export async function takeBytes(
  item: { id: string; name: string; stream: Readable } & Incoming,
  room: (adding: number) => Promise<void>,
): Promise<Taken[]> {
  const { kept, fileKey } = await keepOne(item.stream, item);
  const stored = [kept.storageKey];
  try {
    if (item.declaredSize !== undefined && item.declaredSize !== kept.size) {
      throw refuseFile("whole");
    }
    const held = { ...kept, fileKey };
    const nature = await inspectBytes(held);
    const { children, ...contents } = await unpackItem(held, nature);
    if (children.length > 0) await room(1 + children.length);
    const parent: Taken = {
      id: item.id,
      parentId: null,
      name: cleanName(item.name),
      kept,
      fileKey,
      nature: natureOf(nature, contents.reading),
      metadata: await readMetadata(held, nature.kind),
      ...contents,
      inside: [],
    };
    const all = [parent];
    for (const child of children) {
      const taken = await takeChild(item.id, child).catch((error: unknown) => {
        const why = sentenceOf(error);
        throw why
          ? check({ file: `“${cleanName(child.name)}” is inside this file. ${why}` })
          : error;
      });
      if ("why" in taken) parent.inside.push(taken);
      else {
        stored.push(taken.kept.storageKey);
        all.push(taken);
      }
    }
    return all;
  } catch (error) {
    for (const key of stored) await dropBytes(key);
    throw error;
  }
}
