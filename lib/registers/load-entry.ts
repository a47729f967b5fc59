import { and, eq } from "drizzle-orm";
import { registerEntries } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import type { Entry } from "./types";

export const entryColumns = {
  id: registerEntries.id,
  reference: registerEntries.reference,
  kind: registerEntries.kind,
  register: registerEntries.register,
  holderId: registerEntries.holderId,
  state: registerEntries.state,
  aboutName: registerEntries.aboutName,
  aboutId: registerEntries.aboutId,
  answers: registerEntries.answers,
  startsOn: registerEntries.startsOn,
  endsOn: registerEntries.endsOn,
  askedAt: registerEntries.askedAt,
  approvers: registerEntries.approvers,
  readers: registerEntries.readers,
  deciderId: registerEntries.deciderId,
  clause: registerEntries.clause,
  decidedAt: registerEntries.decidedAt,
  decidedBy: registerEntries.decidedBy,
  endedAt: registerEntries.endedAt,
  endedBy: registerEntries.endedBy,
  renews: registerEntries.renews,
  heirId: registerEntries.heirId,
  heirFrom: registerEntries.heirFrom,
};

/** What this person is to an entry: never both its holder and who answers it. */
export function standsTo(actor: Actor, entry: Entry) {
  const holder = entry.holderId === actor.personId;
  const among = (roles: readonly string[]) => roles.some((r) => actor.roles.includes(r as Role));
  const open = entry.register === "consent" || entry.register === "record";
  const decider =
    !holder &&
    (entry.deciderId === actor.personId || among(open ? entry.readers : entry.approvers));
  const used = actor.roles.find((role) => [...entry.approvers, ...entry.readers].includes(role));
  const heir = entry.heirId === actor.personId;
  const role = holder || heir ? ("reporter" as const) : (used ?? "line-manager");
  return { holder, decider, heir, role };
}

/** An entry this person may read; absent and forbidden look the same. */
export async function loadEntry(tx: Tx, actor: Actor, entryId: string): Promise<Entry> {
  const [entry] = await tx
    .select(entryColumns)
    .from(registerEntries)
    .where(and(eq(registerEntries.schoolId, actor.schoolId), eq(registerEntries.id, entryId)));
  if (!entry) throw notFound();
  return entry;
}
