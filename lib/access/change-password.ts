import { verify } from "@node-rs/argon2";
import { sql } from "drizzle-orm";
import { withScope } from "@/db/scope";
import { checkPassword } from "./check-password";
import { forgiveTry, takeTry } from "./limit-tries";
import { hashPassword } from "./open-session";
import type { Claims } from "./require-session";
import { hashThrottle } from "./seal-secret";

/**
 * Puts a new password in place of the present one and ends every other session of the account.
 * Answers with what is wrong, by field, or null; a wrong present password counts as a try.
 */
export async function changePassword(
  claims: Claims,
  current: string,
  password: string,
): Promise<Record<string, string> | null> {
  return withScope(claims, async (tx, actor) => {
    const proof = hashThrottle("proof", actor.accountId);
    await takeTry(tx, { proof });
    const [mine] = (await tx.execute(
      sql`select password_hash from sec.my_secrets()`,
    )) as unknown as { password_hash: string | null }[];
    if (!mine?.password_hash || !(await verify(mine.password_hash, current)))
      return { current: "Your present password is not right" };
    await forgiveTry(tx, [proof]);
    const problem = checkPassword(password, actor);
    if (problem) return { password: problem };
    await tx.execute(sql`select sec.save_password(${await hashPassword(password)})`);
    return null;
  });
}
