import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { schools } from "@/db/schema/schools";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { env } from "@/lib/env";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";

/** The two pages of a school that anybody can open: telling something, and signing in as a visitor. */
const doors = {
  tell: { column: schools.tellName, opened: "door-opened", closed: "door-closed" },
  visit: { column: schools.visitName, opened: "visits-opened", closed: "visits-closed" },
};
/** Pages of their own under `/tell`. */
const taken = ["code", "report"];

export const saveDoorSchema = z
  .object({
    which: z.enum(["tell", "visit"]),
    door: z.string().trim().toLowerCase().default(""),
    open: z.enum(["yes", "no"]),
  })
  .refine(
    ({ which, door, open }) =>
      open === "no" ||
      (/^[a-z0-9]([a-z0-9-]{1,38})[a-z0-9]$/.test(door) &&
        !(which === "tell" && taken.includes(door))),
    { path: ["door"], message: "Enter 3 to 40 small letters, digits and hyphens" },
  );

/** The name in the address of this page; null while the school keeps it closed. */
export async function schoolDoor(tx: Tx, actor: Actor, which: keyof typeof doors) {
  const [row] = await tx
    .select({ door: doors[which].column, school: schools.name })
    .from(schools)
    .where(eq(schools.id, actor.schoolId));
  return { door: row?.door ?? null, school: row?.school ?? "", origin: env().DAYBOOK_URL };
}

/** Opens or closes one of the two (B5.4, S3-47): off until headteacher or DSL opens it. */
export async function saveDoor(tx: Tx, actor: Actor, input: z.output<typeof saveDoorSchema>) {
  const role = roleFor(actor, "open-door");
  if (!role) throw notFound();
  const door = input.open === "yes" ? input.door : null;
  const [row] = (await tx.execute(
    sql`select sec.save_door(${input.which}, ${door}) as said`,
  )) as unknown as { said: string }[];
  if (row?.said === "taken") throw check({ door: "Another school has this name. Choose another" });
  const { opened, closed } = doors[input.which];
  await appendLedger(tx, {
    role,
    action: door ? opened : closed,
    object: { kind: "school", id: actor.schoolId },
  });
  return { done: door ? "opened" : "closed" };
}
