import { sql } from "drizzle-orm";
import { withNobody } from "@/db/scope";
import { signedOut } from "@/lib/errors";
import { checkFactor } from "./check-factor";
import { forgiveTry, noteFailure, takeTry } from "./limit-tries";
import { hashThrottle, hashToken, hex, openSecret } from "./seal-secret";

type HalfAccount = { school_id: string; account_id: string; totp_secret: Uint8Array };

/**
 * Makes a half session whole with a code of now or a recovery code, each of which serves once.
 * Wrong ones are counted by account, whatever session or address they come from.
 */
export async function showFactor(tokenHash: string, typed: string, at: Date): Promise<boolean> {
  const token = Buffer.from(tokenHash, "hex");
  return withNobody(async (tx) => {
    const [half] = (await tx.execute(
      sql`select * from sec.half_account(${hex(token)})`,
    )) as unknown as HalfAccount[];
    if (!half) throw signedOut();
    const proof = hashThrottle("proof", half.account_id);
    await takeTry(tx, { proof });
    const step = checkFactor(openSecret(half.totp_secret), typed, at);
    const recovery = hashToken(typed.toLowerCase().replace(/[\s-]/g, ""));
    const [row] = (await tx.execute(
      step === null
        ? sql`select sec.use_recovery_code(${hex(token)}, ${hex(recovery)}) as ok`
        : sql`select sec.accept_step(${hex(token)}, ${step}::int) as ok`,
    )) as unknown as { ok: boolean }[];
    if (row?.ok) await forgiveTry(tx, [proof]);
    else await noteFailure(tx, half, "code");
    return row?.ok === true;
  });
}
