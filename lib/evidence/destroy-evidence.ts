import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import { destructions } from "@/db/schema/evidence-handling";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor, Role } from "@/lib/access/types";
import { dayFromParts, localDay } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { reportAim } from "./queries";

const item = z.object({ caseId: z.uuid(), evidenceId: z.uuid() });
const day = (name: string) => ({
  [`${name}-day`]: z.string().default(""),
  [`${name}-month`]: z.string().default(""),
  [`${name}-year`]: z.string().default(""),
});
function dayOf(input: Record<string, unknown>, name: string, context: z.core.$RefinementCtx) {
  const [d, m, y] = ["day", "month", "year"].map((part) => String(input[`${name}-${part}`] ?? ""));
  const found = dayFromParts(d ?? "", m ?? "", y ?? "");
  if (!found)
    context.addIssue({
      code: "custom",
      path: [name],
      message: "Enter the day, such as 6 7 2026",
      input,
    });
  return found ?? "";
}

export const askDestructionSchema = item
  .extend({
    officer: z.string().trim().min(2, "Enter the officer's name and rank or number").max(160),
    force: z.string().trim().min(2, "Enter the police force").max(160),
    reference: z.string().trim().min(1, "Enter the police's reference").max(160),
    ...day("instructed"),
  })
  .transform((input, context) => ({ ...input, instructedOn: dayOf(input, "instructed", context) }));
export const confirmDestructionSchema = item.extend({
  destructionId: z.uuid(),
  read: z.literal("yes", { error: "Confirm that you have seen the instruction yourself" }),
});
export const withdrawDestructionSchema = item.extend({ destructionId: z.uuid() });
export const noteBackupsSchema = item
  .extend({
    destructionId: z.uuid(),
    backupsWords: z.string().trim().min(3, "Enter what was done with each backup").max(2000),
    ...day("backups"),
  })
  .transform((input, context) => ({ ...input, backupsOn: dayOf(input, "backups", context) }));

/** The sealed item, if this actor may have it destroyed, and the role they do it in. */
async function loadSealed(tx: Tx, actor: Actor, evidenceId: string) {
  const [found] = await tx
    .select({ reportId: evidence.reportId, state: evidence.state, originalId: evidence.originalId })
    .from(evidence)
    .where(and(eq(evidence.schoolId, actor.schoolId), eq(evidence.id, evidenceId)));
  if (!found?.reportId) throw notFound();
  const aim = await reportAim(tx, actor, found.reportId);
  const roles = actor.roles.filter((role) => {
    const used = roleFor({ ...actor, roles: [role] }, "destroy-evidence", aim);
    return used !== null && used !== "reporter";
  });
  const role = roles[0];
  if (!role) throw notFound();
  return { ...found, reportId: found.reportId, role, roles };
}

/** The one who got the police's instruction writes it down (B13.9). Nothing is destroyed yet. */
export async function askDestruction(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof askDestructionSchema>,
) {
  const found = await loadSealed(tx, actor, input.evidenceId);
  if (found.state !== "sealed" || found.originalId) throw notFound();
  if (input.instructedOn > localDay(actor.at))
    throw check({ instructed: "The day must be today or in the past" });
  const id = crypto.randomUUID();
  const [made] = await tx
    .insert(destructions)
    .values({
      schoolId: actor.schoolId,
      id,
      evidenceId: input.evidenceId,
      reportId: found.reportId,
      officer: input.officer,
      force: input.force,
      reference: input.reference,
      instructedOn: input.instructedOn,
      askedBy: actor.personId,
      askedAs: found.role,
      askedAt: actor.at,
    })
    .onConflictDoNothing()
    .returning({ id: destructions.id });
  if (!made) throw conflict("Somebody wrote down an instruction for this file already");
  await appendLedger(tx, {
    role: found.role,
    action: "destruction-asked",
    object: { kind: "evidence", id: input.evidenceId },
    caseId: found.reportId,
    values: { officer: input.officer, force: input.force, reference: input.reference },
  });
  return { caseId: input.caseId };
}

/**
 * The second person, in another role, has seen the instruction too. With their word the keys are
 * gone; the bytes go after commit. The row stays and says that there was a file.
 */
export async function destroyEvidence(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof confirmDestructionSchema>,
) {
  const found = await loadSealed(tx, actor, input.evidenceId);
  const [asked] = await tx
    .select({ askedBy: destructions.askedBy, askedAs: destructions.askedAs })
    .from(destructions)
    .where(
      and(
        eq(destructions.schoolId, actor.schoolId),
        eq(destructions.id, input.destructionId),
        eq(destructions.evidenceId, input.evidenceId),
        sql`${destructions.confirmedAt} is null and ${destructions.withdrawnAt} is null`,
      ),
    );
  if (!asked || found.state !== "sealed")
    throw conflict("This was confirmed or withdrawn meanwhile");
  const role = found.roles.find((held): held is Role => held !== asked.askedAs);
  if (asked.askedBy === actor.personId || !role)
    throw check({ read: "Somebody else, in another role, must confirm it" });
  const gone = (await tx.execute(
    sql`select id, storage_key from sec.destroy_evidence(${input.destructionId}::uuid, ${role})`,
  )) as unknown as { id: string; storage_key: string }[];
  for (const each of gone) {
    await appendLedger(tx, {
      role,
      action: "evidence-destroyed",
      object: { kind: "evidence", id: each.id },
      caseId: found.reportId,
      reason: "police-instruction",
    });
  }
  await enqueueJob(tx, "evidence-destroyed", {
    schoolId: actor.schoolId,
    destructionId: input.destructionId,
    storageKeys: gone.map((each) => each.storage_key),
  });
  return { caseId: input.caseId };
}

/** The instruction was wrong, or taken back: the file stays sealed. */
export async function withdrawDestruction(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof withdrawDestructionSchema>,
) {
  const found = await loadSealed(tx, actor, input.evidenceId);
  await tx.execute(sql`select sec.withdraw_destruction(${input.destructionId}::uuid)`);
  await appendLedger(tx, {
    role: found.role,
    action: "destruction-withdrawn",
    object: { kind: "evidence", id: input.evidenceId },
    caseId: found.reportId,
  });
  return { caseId: input.caseId };
}

/** What a person did with the copies this system cannot reach: backups of database and files. */
export async function noteBackups(tx: Tx, actor: Actor, input: z.output<typeof noteBackupsSchema>) {
  const found = await loadSealed(tx, actor, input.evidenceId);
  if (input.backupsOn > localDay(actor.at))
    throw check({ backups: "The day must be today or in the past" });
  await tx.execute(
    sql`select sec.note_backups(${input.destructionId}::uuid, ${input.backupsWords},
      ${input.backupsOn}::date)`,
  );
  await appendLedger(tx, {
    role: found.role,
    action: "backups-cleared",
    object: { kind: "evidence", id: input.evidenceId },
    caseId: found.reportId,
    values: { words: input.backupsWords, on: input.backupsOn },
  });
  return { caseId: input.caseId };
}
