import { sql } from "drizzle-orm";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { withNobody } from "@/db/scope";
import { localPath } from "./local-path";
import { hashToken, hex } from "./seal-secret";
import { tokenFrom } from "./wire-auth";

export type Claims = { tokenHash: string };

/** Of a session's token: see sec.touch_session. "none" is a token that was ended or never was. */
type Standing = "whole" | "half" | "code" | "idle" | "limit" | "none";
type Found = Claims & { standing: Standing };

/** Whose request this is by its cookie, whatever the session is worth; slides nothing. */
export async function tokenHashFrom(list: Headers): Promise<string | null> {
  const token = await tokenFrom(list);
  return token ? hashToken(token).toString("hex") : null;
}

async function findSession(list: Headers): Promise<Found | null> {
  const tokenHash = await tokenHashFrom(list);
  if (!tokenHash) return null;
  const [row] = (await withNobody((tx) =>
    tx.execute(sql`select sec.touch_session(${hex(Buffer.from(tokenHash, "hex"))}) as standing`),
  )) as unknown as { standing: Standing | null }[];
  return { tokenHash, standing: row?.standing ?? "none" };
}

const findMine = cache(async () => findSession(await headers()));

/** Whose request this is, when they are signed in to the end; slides the idle limit. */
export async function sessionFrom(list: Headers): Promise<Claims | null> {
  const found = await findSession(list);
  return found?.standing === "whole" ? { tokenHash: found.tokenHash } : null;
}

export async function readSession(): Promise<Claims | null> {
  const found = await findMine();
  return found?.standing === "whole" ? { tokenHash: found.tokenHash } : null;
}

/** The session that waits for its second factor, which nothing but showing it is open to. */
export async function readHalfSession(): Promise<Claims | null> {
  const found = await findMine();
  return found?.standing === "half" ? { tokenHash: found.tokenHash } : null;
}

/** The session of somebody who came with a report's code; nothing but that report is open to it. */
export async function readCode(): Promise<Claims | null> {
  const found = await findMine();
  return found?.standing === "code" ? { tokenHash: found.tokenHash } : null;
}

export async function requireCode(): Promise<Claims> {
  return (await readCode()) ?? redirect("/tell/code");
}

/** For pages and actions: the session, or the way to one and back to this page. */
export async function requireSession(): Promise<Claims> {
  const found = await findMine();
  if (found?.standing === "whole") return { tokenHash: found.tokenHash };
  if (found?.standing === "code") redirect("/tell/report");
  const next = localPath((await headers()).get("x-daybook-path"));
  const query = new URLSearchParams({
    ...(found && found.standing !== "half" ? { ended: found.standing } : {}),
    ...(next === "/" ? {} : { next }),
  }).toString();
  const page = found?.standing === "half" ? "/sign-in/code" : "/sign-in";
  redirect(`${page}${query ? `?${query}` : ""}` as never);
}
