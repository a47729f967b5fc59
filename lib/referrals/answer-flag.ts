import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { recordsInForce } from "@/lib/cases/list-records";
import { loadCase } from "@/lib/cases/load-case";
import { keepRecord } from "@/lib/cases/write-record";
import { conflict } from "@/lib/errors";
import { flagRecord, flags, flagWords } from "./raise-flags";
import type { answerFlagSchema } from "./schema";

/** Says what was done about a law that could be in play, and why; what was said before is kept. */
export async function answerFlag(
  tx: Tx,
  actor: Actor,
  { caseId, code, after, said, reason }: z.output<typeof answerFlagSchema>,
): Promise<{ caseId: string }> {
  const { role } = await loadCase(tx, actor, caseId, "refer");
  const kind = flagRecord(code);
  const last = (await recordsInForce(tx, actor, caseId)).of(kind);
  if ((last?.version ?? 0) !== after)
    throw conflict("Somebody wrote this down meanwhile. Read theirs, then save yours");
  await keepRecord(tx, actor, { caseId, kind, aboutId: caseId, after, answers: { said, reason } });
  await addEvent(tx, actor, {
    caseId,
    role,
    kind: "referral",
    action: "law-considered",
    title: `Law considered: ${flags.find((flag) => flag.code === code)?.label}`,
    words: `${flagWords[said]}. ${reason}`,
    reason: code,
  });
  return { caseId };
}
