import type { z } from "zod";
import { accessItems } from "@/db/schema/requests";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check, conflict, notFound } from "@/lib/errors";
import { replaceNames } from "@/lib/evidence/replace-names";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { listKept } from "./list-kept";
import { loadRequest, redactionsOf } from "./read-request";
import type { decideItemSchema } from "./schema";

/** What is given of one thing: all of it, all but others' names, or nothing, with a ground in law. */
export async function decideItem(tx: Tx, actor: Actor, input: z.output<typeof decideItemSchema>) {
  const { found, role } = await loadRequest(tx, actor, input.requestId);
  if (found.endedAt) throw conflict("This request has ended");
  const kept = await listKept(tx, actor, found.personId);
  const thing = kept.find((each) => each.id === input.sourceId);
  if (!thing) throw notFound();
  if (!thing.leaves && input.choice !== "withhold")
    throw check({ choice: "This file is sealed or suspect: it can only be withheld" });
  let words: string | null = null;
  let copyId: string | null = null;
  if (input.choice === "redact" && thing.kind === "evidence") {
    const { copies } = await redactionsOf(tx, actor, thing, found.personId);
    copyId = copies.find((copy) => copy.id === input.copyId)?.id ?? null;
    if (!copyId) throw check({ copyId: "Select the redacted copy. Make one in the case first" });
  } else if (input.choice === "redact") {
    if (input.names.length === 0) throw check({ names: "Enter at least one name" });
    const done = replaceNames([thing.title, thing.words].filter(Boolean).join("\n"), input.names);
    if (done.replaced === 0) throw check({ names: "None of these names stands in the text" });
    words = done.text;
  }
  const said = {
    choice: input.choice,
    words,
    copyId,
    exemption: input.choice === "withhold" ? input.exemption : null,
    reason: input.choice === "withhold" ? input.reason : null,
    decidedAt: actor.at,
    decidedBy: actor.personId,
  };
  await tx
    .insert(accessItems)
    .values({
      schoolId: actor.schoolId,
      id: crypto.randomUUID(),
      requestId: input.requestId,
      matterId: thing.matterId,
      kind: thing.kind,
      sourceId: thing.id,
      ...said,
    })
    .onConflictDoUpdate({
      target: [accessItems.schoolId, accessItems.requestId, accessItems.sourceId],
      set: said,
    });
  await appendLedger(tx, {
    role,
    action: "request-item-decided",
    object: { kind: "request", id: input.requestId },
    caseId: thing.matterId,
    reason: input.choice === "withhold" ? `withhold-${input.exemption}` : input.choice,
    values: { sourceId: thing.id, words, reason: said.reason },
  });
  return { requestId: input.requestId, sourceId: thing.id };
}
