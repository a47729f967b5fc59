import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { formatDay } from "@/lib/dates";
import { check, conflict } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { addEvent } from "./add-event";
import { freePanel } from "./bar-people";
import { readAnswers } from "./form-parts";
import { limitAppeal } from "./limit-appeal";
import { recordsInForce } from "./list-records";
import { changeCase, loadCase } from "./load-case";
import { moveForms } from "./move-forms";
import type { convenePanelSchema } from "./schema";
import { movesFor } from "./transitions";
import { inWords, keepRecord } from "./write-record";

/**
 * Convenes the panel that hears an appeal: people whom nothing bars (freePanel). They can read this
 * one case from now until the result is recorded, and nothing else (B12 note a).
 */
export async function convenePanel(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof convenePanelSchema>,
): Promise<{ caseId: string }> {
  const { caseId } = input;
  const { found, role } = await loadCase(tx, actor, caseId, "triage");
  const move = movesFor(found.state, actor.roles).find((m) => m.action === "appeal");
  if (!move) throw conflict("This case has moved on. Look at it again before you change it");
  const free = await freePanel(tx, actor, found);
  const answers = readAnswers(moveForms.appeal, input, {
    now: actor.at,
    people: free.map((one) => one.personId),
  });
  const window = await limitAppeal(tx, actor, caseId);
  if (window && String(answers.received) > window.endsOn && !answers.late)
    throw check({
      late: `The time to appeal ended on ${formatDay(window.endsOn)}. Say why it is heard all the same`,
    });
  const records = await recordsInForce(tx, actor, caseId);
  await keepRecord(tx, actor, {
    caseId,
    kind: "appeal",
    aboutId: caseId,
    after: records.of("appeal")?.version ?? 0,
    answers,
  });
  await changeCase(tx, actor, input, { state: move.to });
  await addEvent(tx, actor, {
    caseId,
    role,
    kind: "state",
    action: "case-appeal",
    title: move.event ?? move.label,
    words: inWords(moveForms.appeal, answers, new Map(free.map((o) => [o.personId, o.name]))),
  });
  for (const personId of [answers.members ?? []].flat()) {
    await tx.execute(sql`select sec.let_in(${caseId}::uuid, ${personId}::uuid, 'panel', null)`);
    await notifyPerson(tx, actor, {
      personId,
      matterId: caseId,
      kind: "panel-convened",
      reference: found.reference,
      path: `/cases/${caseId}`,
    });
  }
  return { caseId };
}
