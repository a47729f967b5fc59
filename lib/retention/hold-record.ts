import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { holdKinds } from "./labels";
import { keepable } from "./list-reviews";
import type { holdRecordSchema, releaseRecordSchema } from "./schema";

/** Keeps a record longer, with a reason and the day it is looked at again; a hold stops its end. */
export async function holdRecord(tx: Tx, actor: Actor, input: z.output<typeof holdRecordSchema>) {
  const role = roleFor(actor, "keep-records");
  if (!role || !(await keepable(tx, input.caseId))) throw notFound();
  if (input.reviewOn <= localDay(actor.at))
    throw check({ review: "The day must be in the future" });
  await tx.execute(sql`select sec.hold_record(${input.caseId}::uuid, ${role}, ${input.kind},
    ${input.reason}, ${input.reviewOn}::date, ${`Kept: ${holdKinds[input.kind]}`})`);
  await appendLedger(tx, {
    role,
    action: "record-held",
    object: { kind: "case", id: input.caseId },
    caseId: input.caseId,
    reason: input.kind,
    values: { reason: input.reason, reviewOn: input.reviewOn },
  });
  return { caseId: input.caseId };
}

export async function releaseRecord(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof releaseRecordSchema>,
) {
  const role = roleFor(actor, "keep-records");
  if (!role || !(await keepable(tx, input.caseId))) throw notFound();
  await tx.execute(sql`select sec.release_record(${input.holdId}::uuid, ${role}, ${input.words},
    'No longer held')`);
  await appendLedger(tx, {
    role,
    action: "record-released",
    object: { kind: "case", id: input.caseId },
    caseId: input.caseId,
    values: { words: input.words },
  });
  return { caseId: input.caseId };
}
