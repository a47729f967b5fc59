import type { z } from "zod";
import { bodyContacts } from "@/db/schema/outside";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import type { saveContactSchema } from "./schema";

/** Whom the school reaches at a body; nothing, to go by the national data again. */
export async function saveContact(
  tx: Tx,
  actor: Actor,
  { body, contact }: z.output<typeof saveContactSchema>,
): Promise<{ body: string }> {
  const role = roleFor(actor, "set-contacts");
  if (!role) throw notFound();
  const set = { contact, changedAt: actor.at, changedBy: actor.personId };
  await tx
    .insert(bodyContacts)
    .values({ schoolId: actor.schoolId, body, ...set })
    .onConflictDoUpdate({ target: [bodyContacts.schoolId, bodyContacts.body], set });
  await appendLedger(tx, {
    role,
    action: "contact-saved",
    object: { kind: "school", id: actor.schoolId },
    reason: body,
    values: { contact },
  });
  return { body };
}
