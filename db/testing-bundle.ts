import { createPrivateKey, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import postgres from "postgres";
import { withScope } from "@/db/scope";
import { testDatabase } from "@/db/test-database";
import { asOwner, type CastKey, openAs, type TestSchool } from "@/db/testing";

/** Numbers and signs all that waits, with the key every test here shares. */
export async function signLedger(): Promise<void> {
  const { numberLeaves } = await import("@/lib/ledger/number-leaves");
  const sql = postgres(testDatabase().sequencerUrl, { max: 1, onnotice: () => {} });
  const key = createPrivateKey(readFileSync(process.env.LEDGER_KEY_FILE ?? ""));
  const headFile = join(process.env.DAYBOOK_DATA_DIR ?? "", "test-head");
  while ((await numberLeaves(sql, { key, headFile }, new Date())) > 0);
  await sql.end();
}

/** A pupil matter of the teacher's with files as they come in, and the DSL's case of it. */
export async function caseWithFiles(school: TestSchool, files: Record<string, Buffer>) {
  const { startDraft } = await import("@/lib/reports/start-draft");
  const { saveDraft } = await import("@/lib/reports/save-draft");
  const { sendReport } = await import("@/lib/reports/send-report");
  const { stageEvidence } = await import("@/lib/evidence/stage-evidence");
  const claims = await school.as("teacher");
  const { draftId } = await withScope(claims, (tx, actor) => startDraft(tx, actor));
  const answers = {
    safety: "no",
    type: "CYB",
    affected: "pupil",
    affectedName: "Poppy Ives",
    when: "today",
    platform: "Chat app",
    account: "Somebody posted abuse about her in the group.",
  };
  await withScope(claims, (tx, actor) => saveDraft(tx, actor, { draftId, answers }));
  const items: string[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    const id = randomUUID();
    const stream = Readable.from([bytes]);
    await stageEvidence(claims, { id, to: { draftId }, stream, name, arrivedBy: "chosen" });
    items.push(id);
  }
  const { reportId } = await withScope(claims, (tx, actor) =>
    sendReport(tx, actor, { draftId, recipient: "dsl" }),
  );
  return { reportId, items, ...(await openAs(school, "dsl", reportId)) };
}

/** Drafts and gives a disclosure of a case; items not named go as they are. */
export async function discloseAs(
  school: TestSchool,
  who: CastKey,
  caseId: string,
  fields: Record<string, string> = {},
): Promise<string> {
  const { confirmDisclosure } = await import("@/lib/cases/confirm-disclosure");
  const { draftDisclosure, draftDisclosureSchema } = await import("@/lib/cases/draft-disclosure");
  const rows = await asOwner()`select e.id from evidence e join case_reports c
    on c.school_id = e.school_id and c.report_id = e.report_id where c.case_id = ${caseId}`;
  const input = draftDisclosureSchema.parse({
    caseId,
    purpose: "police",
    recipient: "PC Ada Byron",
    organisation: "Borsetshire Police",
    reference: "CR/1234/26",
    basis: "crime",
    reason: "They asked for it",
    chronology: "yes",
    reporter: "yes",
    lent: "no",
    ...Object.fromEntries(rows.map((row) => [`item-${row.id}`, "include"])),
    ...fields,
  });
  return withScope(await school.as(who), async (tx, actor) => {
    const { disclosureId } = await draftDisclosure(tx, actor, input);
    await confirmDisclosure(tx, actor, { disclosureId, sure: "yes" });
    return disclosureId;
  });
}
