import { sql } from "drizzle-orm";
import { withNobody } from "@/db/scope";
import { hex } from "./open-session";
import { hashToken } from "./seal-secret";

export type Invitation = { email: string; name: string; schoolName: string };

/** Whom a live invitation is for; null for one that is used, past or never was. */
export async function findInvitation(token: string): Promise<Invitation | null> {
  return withNobody(async (tx) => {
    const [row] = (await tx.execute(
      sql`select email, name, school_name from sec.find_invitation(${hex(hashToken(token))})`,
    )) as unknown as { email: string; name: string; school_name: string }[];
    return row ? { email: row.email, name: row.name, schoolName: row.school_name } : null;
  });
}

async function accept(
  token: string,
  password: string | null,
  issuer: string | null,
  subject: string | null,
) {
  return withNobody(async (tx) => {
    const [row] = (await tx.execute(
      sql`select sec.accept_invitation(${hex(hashToken(token))}, ${password}, ${issuer}, ${subject}) as ok`,
    )) as unknown as { ok: boolean }[];
    return row?.ok === true;
  });
}

/** Turns an invitation into an account with a password, once. */
export const acceptInvitation = (token: string, passwordHash: string) =>
  accept(token, passwordHash, null, null);

/** Links the identity somebody just signed in with to the account they were invited to, once. */
export const linkIdentity = (token: string, who: { issuer: string; subject: string }) =>
  accept(token, null, who.issuer, who.subject);
