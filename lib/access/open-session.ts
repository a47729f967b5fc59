import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { sql } from "drizzle-orm";
import { type Tx, withNobody } from "@/db/scope";
import { tooMany } from "@/lib/errors";
import { hashThrottle, hashToken } from "./seal-secret";

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const hashPassword = (password: string) => hash(password, cost);

/** Verified in place of a missing one, so that an unknown address takes as long as a known one. */
let decoy: Promise<string> | undefined;
const decoyHash = () => (decoy ??= hashPassword(randomBytes(16).toString("hex")));

type AccountRow = {
  school_id: string;
  account_id: string;
  password_hash: string | null;
  state: string;
};

export const hex = (bytes: Uint8Array) => sql`decode(${Buffer.from(bytes).toString("hex")}, 'hex')`;
const keyList = (keys: Buffer[]) => sql`array[${sql.join(keys.map(hex), sql`, `)}]`;

async function makeSession(
  tx: Tx,
  to: { schoolId: string; accountId: string; method: string; factor: boolean; agent: string },
): Promise<string | null> {
  const token = randomBytes(32).toString("base64url");
  const [row] = (await tx.execute(sql`select sec.open_session(${hex(hashToken(token))},
    ${to.schoolId}::uuid, ${to.accountId}::uuid, ${to.method}, ${to.factor}, ${to.agent}) as ok`)) as unknown as {
    ok: boolean;
  }[];
  return row?.ok ? token : null;
}

/**
 * Signs in with a password: the session's token, or null for "not right" whatever was wrong.
 * Throttled per account and per address, never per school: ten failures in fifteen minutes.
 */
export async function openSession(who: {
  email: string;
  password: string;
  address: string;
  agent: string;
}): Promise<string | null> {
  const keys = [
    hashThrottle("account", `${who.email}@${who.address}`),
    hashThrottle("address", who.address),
  ];
  return withNobody(async (tx) => {
    const [failures] = (await tx.execute(
      sql`select sec.count_failures(${keyList(keys.slice(0, 1))})::int as account,
        sec.count_failures(${keyList(keys.slice(1))})::int as address`,
    )) as unknown as { account: number; address: number }[];
    if ((failures?.account ?? 0) >= 10 || (failures?.address ?? 0) >= 100) {
      throw tooMany("Too many tries. Wait 15 minutes, then try again");
    }
    const found = (await tx.execute(
      sql`select * from sec.find_accounts(${who.email})`,
    )) as unknown as AccountRow[];
    for (const account of found) {
      const right = account.password_hash && (await verify(account.password_hash, who.password));
      if (!right) continue;
      const token = await makeSession(tx, {
        schoolId: account.school_id,
        accountId: account.account_id,
        method: "password",
        factor: false,
        agent: who.agent,
      });
      if (token) {
        await tx.execute(sql`select sec.clear_failures(${keyList(keys.slice(0, 1))})`);
        return token;
      }
    }
    if (found.length === 0) await verify(await decoyHash(), who.password);
    const known = found[0];
    await tx.execute(sql`select sec.note_failure(${keyList(keys)}, ${known?.school_id ?? null}::uuid,
      ${known?.account_id ?? null}::uuid)`);
    return null;
  });
}

/** Signs in whoever this identity of the school's directory was linked to; never by e-mail. */
export async function openIdentity(who: {
  issuer: string;
  subject: string;
  factor: boolean;
  agent: string;
}): Promise<string | null> {
  return withNobody(async (tx) => {
    const [found] = (await tx.execute(
      sql`select * from sec.find_identity(${who.issuer}, ${who.subject})`,
    )) as unknown as AccountRow[];
    if (!found) return null;
    return makeSession(tx, {
      schoolId: found.school_id,
      accountId: found.account_id,
      method: `oidc:${who.issuer}`,
      factor: who.factor,
      agent: who.agent,
    });
  });
}

/** One click in the demo, and only against a database that says it is one. */
export async function openDemo(email: string, agent: string): Promise<string | null> {
  return withNobody(async (tx) => {
    const [found] = (await tx.execute(sql`select a.school_id, a.account_id from installation i,
      sec.find_accounts(${email}) a where i.demo`)) as unknown as AccountRow[];
    if (!found) return null;
    return makeSession(tx, {
      schoolId: found.school_id,
      accountId: found.account_id,
      method: "demo",
      factor: true,
      agent,
    });
  });
}
