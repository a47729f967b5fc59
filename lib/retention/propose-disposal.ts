import { and, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { disposals } from "@/db/schema/retention";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { keepers } from "@/lib/cases/end-record";
import { localDay } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { ruleOf } from "./compute-review";
import { agreesAs, keepable, reviewById, secondRole } from "./list-reviews";
import type { approveDisposalSchema, proposeDisposalSchema, refuseDisposalSchema } from "./schema";

/** In which roles somebody speaks about the end of a record, the DPO's first. */
const heldBy = (actor: Actor) => keepers.filter((role) => actor.roles.includes(role));

async function liveDisposal(tx: Tx, actor: Actor, caseId: string, disposalId: string) {
  const [found] = await tx
    .select({ proposedBy: disposals.proposedBy, proposedAs: disposals.proposedAs })
    .from(disposals)
    .where(
      and(
        eq(disposals.schoolId, actor.schoolId),
        eq(disposals.id, disposalId),
        eq(disposals.caseId, caseId),
        isNull(disposals.approvedAt),
        isNull(disposals.refusedAt),
      ),
    );
  return found;
}
const moved = () => conflict("This was decided meanwhile. Look at it again");

/** The first of two people says that a due record may end (B7: closed -> due-review). */
export async function proposeDisposal(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof proposeDisposalSchema>,
) {
  const [role] = heldBy(actor);
  if (!role || !(await keepable(tx, input.caseId))) throw notFound();
  const review = await reviewById(tx, actor, input.caseId);
  if (ruleOf(review.rule).preserve)
    throw check({ read: "A record kept by this rule is never disposed of" });
  const [made] = (await tx.execute(sql`select sec.propose_disposal(${input.caseId}::uuid, ${role},
    ${localDay(actor.at)}::date, 'Disposal proposed') as id`)) as unknown as {
    id: string | null;
  }[];
  if (!made?.id)
    throw conflict("This record is held, not due yet, or somebody proposed it already");
  await appendLedger(tx, {
    role,
    action: "disposal-proposed",
    object: { kind: "case", id: input.caseId },
    caseId: input.caseId,
    reason: review.rule,
  });
  return { caseId: input.caseId };
}

/**
 * The second person, in another role, agrees; the worker then ends the record. Where nobody of that
 * role may know of it, that is the next in line past the headteacher (B5.2, B6 rows 9 and 10), for
 * the DPO too.
 */
export async function approveDisposal(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof approveDisposalSchema>,
) {
  const roles = await agreesAs(tx, actor, input.caseId);
  if (roles.length === 0) throw notFound();
  const found = await liveDisposal(tx, actor, input.caseId, input.disposalId);
  if (!found) throw moved();
  const role = secondRole(roles, found.proposedAs);
  if (found.proposedBy === actor.personId || !role)
    throw check({
      sure: "Somebody else must agree, in another role. One of the two is the data protection officer, or who stands in for them",
    });
  const [done] = (await tx.execute(
    sql`select sec.approve_disposal(${input.disposalId}::uuid, ${role}) as id`,
  )) as unknown as { id: string | null }[];
  if (!done?.id) throw conflict("This record is held. Nothing of it is disposed of");
  await appendLedger(tx, {
    role,
    action: "disposal-approved",
    object: { kind: "case", id: input.caseId },
    caseId: input.caseId,
  });
  await enqueueJob(tx, "disposal-approved", {
    schoolId: actor.schoolId,
    disposalId: input.disposalId,
  });
  return { caseId: input.caseId };
}

/** Turned down, by the second person or by whoever proposed it: the record stays as it was. */
export async function refuseDisposal(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof refuseDisposalSchema>,
) {
  const [role] = await agreesAs(tx, actor, input.caseId);
  if (!role) throw notFound();
  const [done] =
    (await tx.execute(sql`select sec.refuse_disposal(${input.disposalId}::uuid, ${role},
    ${input.words}, 'Disposal turned down') as id`)) as unknown as { id: string | null }[];
  if (done?.id !== input.caseId) throw moved();
  await appendLedger(tx, {
    role,
    action: "disposal-refused",
    object: { kind: "case", id: input.caseId },
    caseId: input.caseId,
    values: { words: input.words },
  });
  // Whoever only stood in sees no more of it.
  return { caseId: input.caseId, keeps: await keepable(tx, input.caseId) };
}
