import { and, eq, isNull, or } from "drizzle-orm";
import type { z } from "zod";
import { cases } from "@/db/schema/cases";
import { caseLinks } from "@/db/schema/fairness";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { check, conflict, notFound } from "@/lib/errors";
import { addEvent } from "./add-event";
import { loadCase } from "./load-case";
import type { Case } from "./queries";
import type { linkCasesSchema, unlinkCasesSchema } from "./schema";

/** Another case by its reference, if the actor works both; unseen and absent read the same. */
export async function otherCase(
  tx: Tx,
  actor: Actor,
  input: { caseId: string; reference: string },
): Promise<{ found: Case; other: Case; role: Role | "reporter" }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "triage");
  const [row] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.schoolId, actor.schoolId), eq(cases.reference, input.reference)));
  if (!row) throw check({ reference: "There is no case with this reference that you can see" });
  if (row.id === found.id) throw check({ reference: "This is the case itself" });
  const { found: other } = await loadCase(tx, actor, row.id, "triage");
  return { found, other, role };
}

/** A link and the line in both timelines. */
export async function keepLink(
  tx: Tx,
  actor: Actor,
  link: {
    found: Case;
    other: { id: string; reference: string };
    role: Role | "reporter";
    kind: "linked" | "merged" | "split";
    titles: [here: string, there: string];
    reason: string;
  },
): Promise<void> {
  const { found, other, role, kind, titles, reason } = link;
  await tx.insert(caseLinks).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: found.id,
    otherId: other.id,
    kind,
    reason,
    linkedAt: actor.at,
    linkedBy: actor.personId,
  });
  const ends = [
    [found.id, titles[0]],
    [other.id, titles[1]],
  ] as const;
  for (const [caseId, title] of ends) {
    await addEvent(tx, actor, {
      caseId,
      role,
      kind: "state",
      action: `case-${kind}`,
      title,
      words: reason,
    });
  }
}

/** Two cases that belong together. Each keeps its own wall, circle and timeline. */
export async function linkCases(tx: Tx, actor: Actor, input: z.output<typeof linkCasesSchema>) {
  const { found, other, role } = await otherCase(tx, actor, input);
  const pair = (a: string, b: string) => and(eq(caseLinks.caseId, a), eq(caseLinks.otherId, b));
  const there = await tx
    .select({ id: caseLinks.id })
    .from(caseLinks)
    .where(
      and(
        eq(caseLinks.schoolId, actor.schoolId),
        isNull(caseLinks.endedAt),
        or(pair(found.id, other.id), pair(other.id, found.id)),
      ),
    );
  if (there.length > 0) throw check({ reference: "They are linked already" });
  await keepLink(tx, actor, {
    found,
    other,
    role,
    kind: "linked",
    titles: [`Linked with case ${other.reference}`, `Linked with case ${found.reference}`],
    reason: input.reason,
  });
  return { caseId: found.id };
}

/** Takes a link back; that there was one stays in both timelines. A merge or split stays. */
export async function unlinkCases(tx: Tx, actor: Actor, input: z.output<typeof unlinkCasesSchema>) {
  const { role } = await loadCase(tx, actor, input.caseId, "triage");
  const [link] = await tx
    .select({ caseId: caseLinks.caseId, otherId: caseLinks.otherId, kind: caseLinks.kind })
    .from(caseLinks)
    .where(and(eq(caseLinks.schoolId, actor.schoolId), eq(caseLinks.id, input.linkId)));
  if (!link || ![link.caseId, link.otherId].includes(input.caseId)) throw notFound();
  for (const end of [link.caseId, link.otherId]) await loadCase(tx, actor, end, "triage");
  const ended = await tx
    .update(caseLinks)
    .set({ endedAt: actor.at, endedBy: actor.personId })
    .where(
      and(
        eq(caseLinks.schoolId, actor.schoolId),
        eq(caseLinks.id, input.linkId),
        eq(caseLinks.kind, "linked"),
        isNull(caseLinks.endedAt),
      ),
    )
    .returning({ id: caseLinks.id });
  if (ended.length === 0)
    throw conflict("This link was taken back already, or is a merge or split");
  for (const caseId of [link.caseId, link.otherId]) {
    await addEvent(tx, actor, {
      caseId,
      role,
      kind: "state",
      action: "case-unlinked",
      title: "A link was taken back",
    });
  }
  return { caseId: input.caseId };
}
