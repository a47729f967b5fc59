import { desc, sql } from "drizzle-orm";
import { anchorTries, ledgerAnchors, ledgerChecks, ledgerKeys } from "@/db/schema/ledger";
import type { Tx } from "@/db/scope";
import { formatDateTime } from "@/lib/dates";
import type { ServerHead } from "./compare-head";
import { proveGrowth } from "./prove-growth";
import type { Printed } from "./read-printed";
import { fingerprintOf, keyOf } from "./sign-checkpoint";

export type SignedHead = {
  origin: string;
  size: number;
  root: string;
  note: string;
  signedAt: Date;
};

/** The last signed head; null before the first entry. Its root as base64, as the note has it. */
export async function lastSigned(tx: Tx): Promise<SignedHead | null> {
  const [row] = (await tx.execute(
    sql`select size::float8 as size, note, signed_at from sec.ledger_head()`,
  )) as unknown as { size: number; note: string; signed_at: string | Date }[];
  const [origin = "", , root = ""] = row?.note.split("\n") ?? [];
  return row
    ? { origin, size: row.size, root, note: row.note, signedAt: new Date(row.signed_at) }
    : null;
}

/** The keys that ever signed here, the one in use first. */
export async function signingKeys(tx: Tx) {
  const rows = await tx
    .select({ since: ledgerKeys.since, verifier: ledgerKeys.verifier, madeAt: ledgerKeys.madeAt })
    .from(ledgerKeys)
    .orderBy(desc(ledgerKeys.since));
  return rows.map((row) => ({ ...row, fingerprint: fingerprintOf(keyOf(row.verifier)) }));
}

/** How far outside proof reaches, and how asking for it goes. */
export async function anchorStanding(tx: Tx) {
  const [tries] = await tx
    .select({ triedAt: anchorTries.triedAt, problem: anchorTries.problem })
    .from(anchorTries);
  const last = await tx
    .select({
      size: ledgerAnchors.size,
      stampedAt: ledgerAnchors.stampedAt,
      authority: ledgerAnchors.authority,
    })
    .from(ledgerAnchors)
    .orderBy(desc(ledgerAnchors.size))
    .limit(5);
  const [check] = await tx
    .select({
      checkedAt: ledgerChecks.checkedAt,
      size: ledgerChecks.size,
      anchors: ledgerChecks.anchors,
      fault: ledgerChecks.fault,
    })
    .from(ledgerChecks)
    .orderBy(desc(ledgerChecks.checkedAt))
    .limit(1);
  return { tries, last, check };
}

export type Extension = { extends: true; head: SignedHead; proof: string[] } | { extends: false };

/** Does today's ledger extend a head that somebody has? The proof goes with the answer. */
export async function extensionOf(tx: Tx, known: Printed): Promise<Extension | null> {
  const head = await lastSigned(tx);
  if (!head) return null;
  const grown = await proveGrowth(tx, known.size, head.size);
  if (!grown || Buffer.from(grown.root).toString("base64") !== known.root)
    return { extends: false };
  const proof = grown.proof.map((hash) => Buffer.from(hash).toString("base64"));
  return { extends: true, head, proof };
}

/** A restore that explains why somebody knows a longer ledger than there is now. */
async function restoreAfter(
  tx: Tx,
  size: number,
): Promise<{ at: Date; kept: number; lost: number } | null> {
  const rows = (await tx.execute(
    sql`select at, kept::float8 as kept, lost::float8 as lost from sec.ledger_restores()`,
  )) as unknown as { at: string | Date; kept: number; lost: number }[];
  const found = rows.findLast((row) => row.kept < size && size <= row.lost);
  return found ? { ...found, at: new Date(found.at) } : null;
}

/** Today's head for a browser that knows `known`, with what it needs to check it; null before any. */
export async function headFor(tx: Tx, known: Printed | null): Promise<ServerHead | null> {
  const head = await lastSigned(tx);
  if (!head) return null;
  const keys = await tx
    .select({ verifier: ledgerKeys.verifier, since: ledgerKeys.since, note: ledgerKeys.note })
    .from(ledgerKeys)
    .orderBy(ledgerKeys.since);
  const grown = known && (await extensionOf(tx, known));
  const proof = grown?.extends ? grown.proof : null;
  const restore = known && !proof ? await restoreAfter(tx, known.size) : null;
  const lost = restore && restore.lost - restore.kept;
  return {
    size: head.size,
    root: head.root,
    note: head.note,
    key: keys.at(-1)?.verifier ?? "",
    keys,
    proof,
    restored: restore
      ? `On ${formatDateTime(restore.at)} that was recorded: the last ${lost} entries before it are not in the record.`
      : null,
  };
}
