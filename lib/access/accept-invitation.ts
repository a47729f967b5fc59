import { sql } from "drizzle-orm";
import { withNobody } from "@/db/scope";
import { hashToken, hex } from "./seal-secret";

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

/** Turns an invitation into an account with a password, once. */
export async function acceptInvitation(token: string, passwordHash: string): Promise<boolean> {
  return withNobody(async (tx) => {
    const accepted = await tx.execute(
      sql`select * from sec.accept_invitation(${hex(hashToken(token))}, ${passwordHash}, null, null)`,
    );
    return accepted.length === 1;
  });
}
