import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { disclosureFiles } from "@/db/schema/disclosures";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { env } from "@/lib/env";
import { conflict } from "@/lib/errors";
import { canonicaliseJson } from "@/lib/ledger/canonicalise-json";
import { proveEntries } from "@/lib/ledger/prove-entries";
import { type BundleFile, fileOf, manifestOf } from "./export";

const rowsOf = async <T>(tx: Tx, query: ReturnType<typeof sql>) =>
  (await tx.execute(query)) as unknown as T[];
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const piece = 20_000;

async function* leafHashes(tx: Tx, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < size; from += piece) {
    const past = Math.min(size, from + piece);
    const rows = await rowsOf<{ hash: Uint8Array }>(
      tx,
      sql`select hash from sec.leaf_hashes(${from}, ${past})`,
    );
    for (const row of rows) yield row.hash;
  }
}

async function keyFiles(tx: Tx): Promise<BundleFile[]> {
  const rows = await rowsOf<{ verifier: string; note: string | null }>(
    tx,
    sql`select verifier, note from sec.bundle_keys()`,
  );
  return [
    fileOf("ledger/keys.txt", rows.map((row) => `${row.verifier}\n`).join("")),
    ...rows.flatMap(({ note }, i) =>
      note === null ? [] : [fileOf(`ledger/changes/${i + 1}.note`, note)],
    ),
  ];
}

/** Of the outside stamps, those that say most: for each entry the first head after it. */
async function anchorsFor(tx: Tx, size: number, entries: readonly number[]) {
  const authority = env().TSA_CA_FILE ? readFileSync(env().TSA_CA_FILE ?? "") : null;
  const rows = await rowsOf<{ size: string; note: string; answer: Uint8Array }>(
    tx,
    sql`select size, note, answer from sec.bundle_anchors(${size})`,
  );
  if (!authority) return [];
  const sizes = new Set(
    entries.map((seq) => rows.find((row) => Number(row.size) > seq)?.size).filter(Boolean),
  );
  return [...sizes].map((at) => {
    const own = rows.filter((row) => row.size === at);
    return {
      size: Number(at),
      note: own[0]?.note ?? "",
      answers: own.map((row) => row.answer),
      authority,
    };
  });
}

/**
 * The ledger's part of a bundle, once its entries are numbered and signed: written at the first
 * download and kept, so that every download is the same to the byte.
 */
export async function proveDisclosure(
  tx: Tx,
  actor: Actor,
  given: { id: string; events: string[]; tags: BundleFile[] },
): Promise<BundleFile[]> {
  const entries = await rowsOf<{
    seq: string;
    leaf: string;
    salt: Uint8Array | null;
    value: string | null;
  }>(
    tx,
    sql`select seq, leaf, salt, value from sec.bundle_entries(${given.id}::uuid,
      ${`{${given.events.join(",")}}`}::uuid[])`,
  );
  const [head] = await rowsOf<{ size: string; note: string }>(
    tx,
    sql`select size, note from sec.last_head()`,
  );
  const size = Number(head?.size ?? 0);
  const seqs = entries.map((entry) => Number(entry.seq));
  if (!head || entries.length !== given.events.length + 1 || seqs.some((seq) => seq >= size))
    throw conflict("The ledger is being signed. Try again in a few seconds");
  const anchors = await anchorsFor(tx, size, seqs);
  const proofs = await proveEntries(leafHashes(tx, size), size, {
    entries: seqs,
    heads: anchors.map((anchor) => anchor.size),
  });
  const line = ({ seq, leaf, salt, value }: (typeof entries)[number]) =>
    canonicaliseJson({
      entry: Number(seq),
      leaf,
      proof: (proofs.entries.get(Number(seq)) ?? []).map(base64),
      opening: salt && value !== null ? { salt: Buffer.from(salt).toString("hex"), value } : null,
    });
  const ledger = [
    fileOf("ledger/entries.jsonl", entries.map((entry) => `${line(entry)}\n`).join("")),
    fileOf("ledger/checkpoint", head.note),
    ...(await keyFiles(tx)),
    ...anchors.flatMap((anchor) => {
      const folder = `ledger/anchors/${anchor.size}`;
      const proof = (proofs.heads.get(anchor.size) ?? []).map(base64);
      return [
        fileOf(`${folder}/checkpoint`, anchor.note),
        fileOf(`${folder}/consistency.json`, `${canonicaliseJson(proof)}\n`),
        ...anchor.answers.flatMap((answer, n) => [
          fileOf(`${folder}/token-${n + 1}.tsr`, Buffer.from(answer)),
          fileOf(`${folder}/authority-${n + 1}.pem`, anchor.authority),
        ]),
      ];
    }),
  ];
  const all = [...ledger, fileOf("tagmanifest-sha256.txt", manifestOf([...given.tags, ...ledger]))];
  await tx.insert(disclosureFiles).values(
    all.map((file) => ({
      schoolId: actor.schoolId,
      disclosureId: given.id,
      path: file.path,
      bytes: file.bytes ?? Buffer.alloc(0),
    })),
  );
  return all;
}
