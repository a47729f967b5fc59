import type { KeyObject } from "node:crypto";
import type postgres from "postgres";
import { holdTree } from "./number-leaves";
import { signChange } from "./read-keys";
import { fingerprintOf, verifierKey } from "./sign-checkpoint";

/**
 * Hands the ledger over to a new key: from the last head on, heads are signed by the new one. Both
 * keys sign the change, and each school's ledger says that it happened. Nobody else has to stop.
 */
export async function rotateKey(
  sql: postgres.Sql,
  keys: { from: KeyObject; to: KeyObject; headFile: string },
  at: Date,
): Promise<{ since: number }> {
  return sql.begin(async (tx) => {
    const { size, root, origin } = await holdTree(tx, {
      key: keys.from,
      headFile: keys.headFile,
    });
    const [last] = await tx`select since::float8 from ledger_keys order by since desc limit 1`;
    if (size === 0 || last?.since === size)
      throw new Error("Nothing was signed since the last change of key: try again in a second");
    const note = signChange({ origin, size, root, from: keys.from, to: keys.to });
    await tx`insert into ledger_keys (since, verifier, note, made_at)
      values (${size}, ${verifierKey(origin, keys.to)}, ${note}, ${at})`;
    await tx`select sec.record_key_change(${fingerprintOf(keys.to).slice(0, 16)})`;
    return { since: size };
  });
}
