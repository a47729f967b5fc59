import type { z } from "zod";
import { registerEvents } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { loadEntry, standsTo } from "./load-entry";
import type { logAdviceSchema } from "./schema";

/** Advice the headteacher took on a judgement outside the policy (S0-21); its maker does not read it. */
export async function logAdvice(tx: Tx, actor: Actor, input: z.output<typeof logAdviceSchema>) {
  const entry = await loadEntry(tx, actor, input.entryId);
  const as = standsTo(actor, entry);
  if (!as.decider || entry.register !== "deviation") throw notFound();
  await tx.insert(registerEvents).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    entryId: entry.id,
    kind: "advice",
    words: input.advice,
    advice: {
      body: input.body,
      person: input.person,
      on: localDay(actor.at),
      followed: input.followed,
    },
    withheld: true,
    at: actor.at,
    byId: actor.personId,
  });
  await appendLedger(tx, {
    role: as.role,
    action: "register-advice",
    object: { kind: "register", id: entry.id },
    reason: input.followed,
    values: { body: input.body, person: input.person, advice: input.advice },
  });
  return { entryId: entry.id };
}
