import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check } from "@/lib/errors";
import { addEvent } from "./add-event";
import { changeCase, loadCase } from "./load-case";
import type { changeSeveritySchema } from "./schema";

const words = ["", "low", "medium", "high", "urgent"];

/** Raised freely, lowered only with a written reason (B4). */
export async function changeSeverity(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof changeSeveritySchema>,
) {
  const { found, role } = await loadCase(tx, actor, input.caseId, "triage");
  if (input.severity < found.severity && !input.reason)
    throw check({ reason: "Enter why the risk is lower" });
  await changeCase(tx, actor, input, { severity: input.severity });
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "severity",
    action: "severity-changed",
    title: `Risk changed from ${words[found.severity]} to ${words[input.severity]}`,
    words: input.reason || undefined,
  });
  return { caseId: input.caseId };
}
