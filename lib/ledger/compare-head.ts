import { checkGrowth } from "./check-growth";
import {
  hashFrom,
  isSignedBy,
  isSignedHead,
  type NamedKey,
  readHead,
  readKey,
  readNote,
} from "./read-note";

/** What a browser keeps: no more than this. */
export type KeptHead = { size: number; root: string; key: string };
/** What the server answers of its ledger, to be proved. */
export type ServerHead = KeptHead & {
  note: string;
  /** Each key with the size it begins at and the note by which it took over. */
  keys: { verifier: string; since: number; note: string | null }[];
  /** From the kept head to this one; null when there is none. */
  proof: string[] | null;
  /** A sentence, when a restore that was recorded explains a shorter ledger. */
  restored: string | null;
};

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The keys since the one that is kept, each vouched for by the one before; null when they are not. */
async function followKeys(kept: KeptHead | null, now: ServerHead): Promise<NamedKey[] | null> {
  const start = kept ? now.keys.findIndex(({ verifier }) => verifier === kept.key) : 0;
  const keys: NamedKey[] = [];
  for (const { verifier, since, note } of start < 0 ? [] : now.keys.slice(start)) {
    const key = await readKey(verifier);
    const before = keys.at(-1);
    if (!key) return null;
    if (before) {
      const change = note === null ? null : readNote(bytesOf(note));
      const named = change?.lines[4] === before.line && change.lines[5] === key.line;
      if (
        !change ||
        !named ||
        !(await isSignedBy(change, before)) ||
        !(await isSignedBy(change, key))
      )
        return null;
    }
    keys.push({ ...key, since });
  }
  return keys.length > 0 ? keys : null;
}

/** A browser without Ed25519 checks the proof alone. */
const canVerify = () =>
  crypto.subtle.generateKey("Ed25519", false, ["verify", "sign"]).then(
    () => true,
    () => false,
  );

/** Null when today's ledger extends what was kept and is signed; else what is wrong with it. */
export async function compareHead(
  kept: KeptHead | null,
  now: ServerHead,
): Promise<"signature" | "history" | null> {
  const head = readHead(bytesOf(now.note));
  if (!head || head.size !== now.size) return "signature";
  if (await canVerify()) {
    const keys = await followKeys(kept, now);
    if (!keys || !(await isSignedHead(head, keys))) return "signature";
  }
  if (!kept) return null;
  const [from, proof] = [hashFrom(kept.root), now.proof?.map(hashFrom)];
  if (!from || !proof) return "history";
  const hashes = proof.filter((hash) => hash !== null);
  const whole = hashes.length === proof.length;
  const growth = { from: { size: kept.size, root: from }, to: head, proof: hashes };
  return whole && (await checkGrowth(growth)) ? null : "history";
}
