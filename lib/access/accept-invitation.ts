import { sql } from "drizzle-orm";
import { withNobody } from "@/db/scope";
import { hashToken, hex } from "./seal-secret";

/** `resets`: for somebody who has a password already and asked for a way to a new one. */
export type Invitation = { email: string; name: string; schoolName: string; resets: boolean };

/** Whom a live invitation is for; null for one that is used, past or never was. */
export async function findInvitation(token: string): Promise<Invitation | null> {
  return withNobody(async (tx) => {
    const [row] = (await tx.execute(
      sql`select email, name, school_name, resets from sec.find_invitation(${hex(hashToken(token))})`,
    )) as unknown as { email: string; name: string; school_name: string; resets: boolean }[];
    if (!row) return null;
    const { school_name: schoolName, ...rest } = row;
    return { ...rest, schoolName };
  });
}

/** Turns an invitation into an account with a password, once; what was signed in before ends. */
export async function acceptInvitation(token: string, passwordHash: string): Promise<boolean> {
  return withNobody(async (tx) => {
    const accepted = await tx.execute(
      sql`select * from sec.accept_invitation(${hex(hashToken(token))}, ${passwordHash}, null, null)`,
    );
    return accepted.length === 1;
  });
}
