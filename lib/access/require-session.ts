import { sql } from "drizzle-orm";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { withNobody } from "@/db/scope";
import { hex } from "./open-session";
import { hashToken } from "./seal-secret";
import { tokenFrom } from "./wire-auth";

export type Claims = { tokenHash: string };

/** Whose request this is, by its cookie and the session table; slides the idle limit. */
export async function sessionFrom(list: Headers): Promise<Claims | null> {
  const token = await tokenFrom(list);
  if (!token) return null;
  const hash = hashToken(token);
  const live = await withNobody(async (tx) => {
    const [row] = (await tx.execute(
      sql`select sec.touch_session(${hex(hash)}) as ok`,
    )) as unknown as {
      ok: boolean;
    }[];
    return row?.ok === true;
  });
  return live ? { tokenHash: hash.toString("hex") } : null;
}

export const readSession = cache(async (): Promise<Claims | null> => sessionFrom(await headers()));

/** For pages and actions: the session, or the sign-in page. */
export async function requireSession(): Promise<Claims> {
  const claims = await readSession();
  if (claims) return claims;
  const had = await tokenFrom(await headers());
  redirect(had ? "/sign-in?ended=1" : "/sign-in");
}
