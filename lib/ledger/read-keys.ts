import type { KeyObject } from "node:crypto";
import type postgres from "postgres";
import { keyOf, openNote, type Ring, signNote, verifierKey } from "./sign-checkpoint";

type Change = { origin: string; size: number; root: Uint8Array; from: KeyObject; to: KeyObject };

/** A change of key in words that both keys sign: whoever trusts either learns of the other. */
const textOf = ({ origin, size, root, from, to }: Change) =>
  `${origin}\nchange of key\n${size}\n${Buffer.from(root).toString("base64")}\n${verifierKey(origin, from)}\n${verifierKey(origin, to)}\n`;

export const signChange = (change: Change): string =>
  signNote(textOf(change), change.origin, change.from, change.to);

/**
 * The keys this ledger was ever signed with. The one in our file is trusted; from it the signed
 * changes lead back to the first, so that nobody who writes into the database can add one.
 */
export async function readKeys(tx: postgres.TransactionSql, mine: KeyObject): Promise<Ring> {
  const [installation] = await tx`select origin from installation`;
  const origin = String(installation?.origin);
  const rows = await tx`select since::float8, verifier, note from ledger_keys order by since desc`;
  if (rows.length === 0) return [{ since: -1, key: mine }];
  if (rows[0]?.verifier !== verifierKey(origin, mine))
    throw new Error("The key file is not the key that signs this ledger now: nothing is signed");
  const ring: { since: number; key: KeyObject }[] = [];
  for (const [i, row] of rows.entries()) {
    const key = keyOf(row.verifier as string);
    const before = rows[i + 1];
    if (!before) {
      if (row.note !== null) throw new Error("The ledger's first key is missing");
      ring.unshift({ since: -1, key });
      break;
    }
    const from = keyOf(before.verifier as string);
    const lines = openNote(String(row.note), key) && openNote(String(row.note), from);
    const [name, kind, size, , out, in_] = lines ?? [];
    if (
      name !== origin ||
      kind !== "change of key" ||
      Number(size) !== row.since ||
      out !== before.verifier ||
      in_ !== row.verifier
    )
      throw new Error(`The change of key at ${row.since} entries is not signed by both keys`);
    ring.unshift({ since: row.since as number, key });
  }
  return ring;
}
