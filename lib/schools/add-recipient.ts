import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { routes } from "@/db/schema/schools";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { schoolRoutes } from "./queries";
import type { recipientSchema } from "./schema";

type Input = z.output<typeof recipientSchema>;

/** A route and the role to change it in. Its own recipients are not the school's to take away. */
async function load(tx: Tx, actor: Actor, input: Input) {
  const role = roleFor(actor, "change-routes");
  const route = (await schoolRoutes(tx, actor)).find((one) => one.row === input.row);
  if (!role || !route) throw notFound();
  return { role, route };
}

async function save(
  tx: Tx,
  actor: Actor,
  input: Input,
  change: { role: "headteacher" | "admin"; action: string; added: string[] },
) {
  await tx
    .update(routes)
    .set({ added: change.added })
    .where(and(eq(routes.schoolId, actor.schoolId), eq(routes.row, input.row)));
  await appendLedger(tx, {
    role: change.role,
    action: change.action,
    object: { kind: "school", id: actor.schoolId },
    reason: `route-${input.row}-${input.role}`,
  });
  return { row: input.row };
}

/** Lets one more role of those that handle concerns be told of what falls under a row of B6. */
export async function addRecipient(tx: Tx, actor: Actor, input: Input) {
  const { role, route } = await load(tx, actor, input);
  if (route.restricted) {
    throw check({ role: "This row is sealed to the DSL. Nobody can be added to it" });
  }
  if (route.walled.includes(input.role))
    throw check({ role: "A report of this row is about them. They cannot be told of it" });
  if (route.told.includes(input.role) || route.owners[0] === input.role)
    throw check({ role: "They are told already" });
  const added = [...route.added, input.role];
  return save(tx, actor, input, { role: role as "admin", action: "recipient-added", added });
}

/** Takes away a recipient that the school itself added, and no other. */
export async function dropRecipient(tx: Tx, actor: Actor, input: Input) {
  const { role, route } = await load(tx, actor, input);
  if (!route.added.includes(input.role)) {
    throw check({ role: "The row itself names them. They cannot be taken away" });
  }
  const added = route.added.filter((one) => one !== input.role);
  return save(tx, actor, input, { role: role as "admin", action: "recipient-dropped", added });
}
