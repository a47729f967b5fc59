import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { withNobody } from "@/db/scope";
import { takeTry } from "./limit-tries";
import type { Claims } from "./require-session";
import { deriveToken, hashThrottle, hashToken, hex } from "./seal-secret";

export type Door = { id: string; name: string; safeguardingPhone: string; outOfHours: string };

/** The school that takes reports without signing in at this address, or null. */
export async function findDoor(door: string): Promise<Door | null> {
  return withNobody(async (tx) => {
    const [row] = (await tx.execute(sql`select * from sec.find_door(${door})`)) as unknown as {
      id: string;
      name: string;
      safeguarding_phone: string;
      out_of_hours: string;
    }[];
    return row
      ? {
          id: row.id,
          name: row.name,
          safeguardingPhone: row.safeguarding_phone,
          outOfHours: row.out_of_hours,
        }
      : null;
  });
}

/** Sixteen digits that come from the form's key, so that a second click shows the same ones. */
const codeOf = (key: string) =>
  String(
    Buffer.from(deriveToken("daybook report code", key), "base64url").readBigUInt64BE() %
      10n ** 16n,
  ).padStart(16, "0");
const hashCode = (digits: string) =>
  hex(Buffer.from(deriveToken("daybook report code hash", digits), "base64url"));

/**
 * Somebody without an account, for as long as it takes to send one report; null when the door is
 * closed. Twenty in fifteen minutes from one network address.
 */
export async function openCode(by: {
  door: string;
  key: string;
  name: string;
  address: string;
}): Promise<{ claims: Claims; code: string } | null> {
  await withNobody((tx) => takeTry(tx, { tell: hashThrottle("address", `tell ${by.address}`) }));
  const code = codeOf(by.key);
  const hash = hashToken(randomBytes(32).toString("base64url"));
  const name = by.name ? `${by.name} (by code, not checked)` : "Somebody without a name (by code)";
  const opened = await withNobody(async (tx) => {
    const [row] = (await tx.execute(sql`select sec.open_code(${by.door}, ${hashCode(code)},
      ${hex(hash)}, ${name}) as ok`)) as unknown as { ok: boolean }[];
    return row?.ok === true;
  });
  return opened ? { claims: { tokenHash: hash.toString("hex") }, code } : null;
}

/** A session's token for the report behind a code, in any spacing; null when there is none. */
export async function enterCode(typed: string, address: string): Promise<string | null> {
  const digits = typed.replace(/\D/g, "");
  await withNobody((tx) => takeTry(tx, { tell: hashThrottle("address", `code ${address}`) }));
  const token = randomBytes(32).toString("base64url");
  return withNobody(async (tx) => {
    const [row] = (await tx.execute(sql`select sec.enter_code(${hashCode(digits)},
      ${hex(hashToken(token))}) as ok`)) as unknown as { ok: boolean }[];
    return row?.ok ? token : null;
  });
}
