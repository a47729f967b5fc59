import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { schools } from "@/db/schema/schools";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { env } from "@/lib/env";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";

/** Pages of their own under the same address. */
const taken = ["code", "report"];

export const saveDoorSchema = z
  .object({ door: z.string().trim().toLowerCase().default(""), open: z.enum(["yes", "no"]) })
  .refine(
    ({ door, open }) =>
      open === "no" || (/^[a-z0-9]([a-z0-9-]{1,38})[a-z0-9]$/.test(door) && !taken.includes(door)),
    { path: ["door"], message: "Enter 3 to 40 small letters, digits and hyphens" },
  );

/** The name at which the school takes reports without signing in; null when it takes none. */
export async function schoolDoor(tx: Tx, actor: Actor) {
  const [row] = await tx
    .select({ door: schools.tellName })
    .from(schools)
    .where(eq(schools.id, actor.schoolId));
  return { door: row?.door ?? null, origin: env().DAYBOOK_URL };
}

/** Opens or closes reporting without signing in (B5.4): off until headteacher or DSL opens it. */
export async function saveDoor(tx: Tx, actor: Actor, input: z.output<typeof saveDoorSchema>) {
  const role = roleFor(actor, "open-door");
  if (!role) throw notFound();
  const door = input.open === "yes" ? input.door : null;
  const [row] = (await tx.execute(sql`select sec.save_door(${door}) as said`)) as unknown as {
    said: string;
  }[];
  if (row?.said === "taken") throw check({ door: "Another school has this name. Choose another" });
  await appendLedger(tx, {
    role,
    action: door ? "door-opened" : "door-closed",
    object: { kind: "school", id: actor.schoolId },
  });
  return { done: door ? "opened" : "closed" };
}
