import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { sql } from "drizzle-orm";
import { type Tx, withNobody } from "@/db/scope";
import { forgiveTry, noteFailure, takeTry } from "./limit-tries";
import { hashThrottle, hashToken, hex } from "./seal-secret";

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const hashPassword = (password: string) => hash(password, cost);

/** Verified in place of a missing one, so that an unknown address takes as long as a known one. */
let decoy: Promise<string> | undefined;
const decoyHash = () => (decoy ??= hashPassword(randomBytes(16).toString("hex")));

type AccountRow = {
  school_id: string;
  account_id: string;
  password_hash: string | null;
};

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
 * Signs in with a password: the session's token, or null for "not right" whatever was wrong, after
 * as long. The try is counted in a transaction of its own, so that it counts while it is judged.
 */
export async function openSession(who: {
  email: string;
  password: string;
  address: string;
  agent: string;
}): Promise<string | null> {
  const accountHere = hashThrottle("account", `${who.email} from ${who.address}`);
  const account = hashThrottle("account", who.email);
  const address = hashThrottle("address", who.address);
  const found = await withNobody(async (tx) => {
    await takeTry(tx, { accountHere, account, address });
    const rows = await tx.execute(sql`select * from sec.find_accounts(${who.email})`);
    return rows as unknown as AccountRow[];
  });
  const known = found.filter((row) => row.password_hash !== null);
  const right = await Promise.all(
    (known.length > 0 ? known : [null]).map(async (row) =>
      verify(row?.password_hash ?? (await decoyHash()), who.password),
    ),
  );
  return withNobody(async (tx) => {
    for (const row of known.filter((_, i) => right[i])) {
      const token = await makeSession(tx, {
        schoolId: row.school_id,
        accountId: row.account_id,
        method: "password",
        factor: false,
        agent: who.agent,
      });
      if (token) {
        await forgiveTry(tx, [accountHere], [account, address]);
        return token;
      }
    }
    for (const row of found) await noteFailure(tx, row, "password");
    return null;
  });
}

/** Signs in whoever this identity of the school's directory was linked to; never by e-mail. */
export async function openIdentity(who: {
  issuer: string;
  subject: string;
  factor: boolean;
  agent: string;
  /** The invitation it is linked by now; the session is then at that school. */
  invitation: string | undefined;
}): Promise<string | null> {
  return withNobody(async (tx) => {
    const [found] = (await tx.execute(
      who.invitation === undefined
        ? sql`select * from sec.find_identity(${who.issuer}, ${who.subject})`
        : sql`select * from sec.accept_invitation(${hex(hashToken(who.invitation))}, null,
            ${who.issuer}, ${who.subject})`,
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
