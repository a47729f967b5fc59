import { readFileSync, statSync } from "node:fs";
import { and, eq, isNull, sql } from "drizzle-orm";
import { schoolKeys } from "@/db/schema/evidence";
import { type Tx, withNobody } from "@/db/scope";
import { env } from "@/lib/env";
import { Damaged, decryptBytes, encryptBytes, newFileKey } from "./encrypt-bytes";
import { makeIdentity, recipientOf, unwrapKey, WrongKey, wrapKey } from "./wrap-key";

/**
 * Three keys, each wrapped under the next: one for every file (its age header, in the file's row),
 * one for every school (an age file, in `school_keys`), and the root key, an age identity in a file
 * outside the database and outside every backup (section 5.3 of the architecture).
 */
export function rootKey(): string {
  const path = env().ROOT_KEY_FILE;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  if (mode === undefined)
    throw new Error(
      `ROOT_KEY_FILE: there is no file ${path}. Put the root key back: without it no evidence opens. A demo starts over with: npm run demo -- --fresh`,
    );
  if (mode & 0o077)
    throw new Error(`ROOT_KEY_FILE: others can read ${path}. Run: chmod 600 ${path}`);
  const identity = /^AGE-SECRET-KEY-1\w+$/m.exec(readFileSync(path, "utf8"))?.[0] ?? "";
  try {
    recipientOf(identity);
    return identity;
  } catch {
    throw new Error(`ROOT_KEY_FILE: ${path} holds no age identity (AGE-SECRET-KEY-1...)`);
  }
}

async function whole(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const out: Buffer[] = [];
  for await (const part of parts) out.push(part);
  return Buffer.concat(out);
}
const border = (word: string) => `-----${word} AGE ENCRYPTED FILE-----\n`;

/** A school's identity as an armored age file, for the root key alone. */
async function wrapIdentity(identity: string, root: string): Promise<string> {
  const key = newFileKey();
  const text = Buffer.from(identity);
  const payload = await whole(
    encryptBytes(
      (async function* () {
        yield text;
      })(),
      key,
    ),
  );
  const file = Buffer.concat([Buffer.from(wrapKey(key, recipientOf(root))), payload]);
  const lines = file.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return `${border("BEGIN")}${lines}\n${border("END")}`;
}

async function openIdentity(wrapped: string, root: string): Promise<string> {
  const file = Buffer.from(wrapped.split("\n").slice(1, -2).join(""), "base64");
  const end = file.indexOf("\n", file.indexOf("\n---") + 1) + 1;
  const key = unwrapKey(file.toString("latin1", 0, end), root);
  const payload = file.subarray(end);
  const source = async (start: number, to: number) => ({
    total: payload.length,
    bytes: [payload.subarray(start, to)],
  });
  return (await whole(decryptBytes(source, key, payload.length - 32))).toString();
}

/** The school's key that new files are wrapped under, made when it is first needed. */
export async function currentKey(
  tx: Tx,
  { schoolId, at }: { schoolId: string; at: Date },
): Promise<{ id: string; recipient: string }> {
  const current = and(eq(schoolKeys.schoolId, schoolId), isNull(schoolKeys.retiredAt));
  const columns = { id: schoolKeys.id, recipient: schoolKeys.recipient };
  const [found] = await tx.select(columns).from(schoolKeys).where(current);
  if (found) return found;
  await tx
    .insert(schoolKeys)
    .values(await makeKey(schoolId, at))
    .onConflictDoNothing();
  const [made] = await tx.select(columns).from(schoolKeys).where(current);
  if (!made) throw new Error("The school has no key");
  return made;
}

export async function makeKey(schoolId: string, madeAt: Date) {
  const root = rootKey();
  const identity = makeIdentity();
  return {
    schoolId,
    madeAt,
    id: crypto.randomUUID(),
    recipient: recipientOf(identity),
    root: recipientOf(root),
    wrapped: await wrapIdentity(identity, root),
  };
}

/** A file's own key, by way of the school's and the root. A row without a header has none. */
export async function fileKeyOf(item: {
  header: string | null;
  wrapped: string | null;
}): Promise<Buffer> {
  if (!item.header || !item.wrapped)
    throw new Damaged("key", "Kept by an older version, which did not encrypt");
  try {
    return unwrapKey(item.header, await openIdentity(item.wrapped, rootKey()));
  } catch (error) {
    if (error instanceof WrongKey) throw new Damaged("key", "The key is wrong", { cause: error });
    throw error;
  }
}

/** Before the first request: the root key is there, is one, and is the one the schools' keys need. */
export async function checkRootKey(asking = withNobody): Promise<void> {
  const own = recipientOf(rootKey());
  const rows = (await asking((tx) =>
    tx.execute(sql`select root from sec.roots() as root`),
  )) as unknown as { root: string }[];
  if (rows.some(({ root }) => root !== own))
    throw new Error(
      `ROOT_KEY_FILE: ${env().ROOT_KEY_FILE} is not the root key this database's evidence was kept under. Put the right one back`,
    );
}
