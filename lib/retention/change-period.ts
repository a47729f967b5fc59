import type { z } from "zod";
import { retentionPeriods } from "@/db/schema/retention";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { check, conflict, notFound, postgresCode } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { retentionRules } from "./compute-review";
import type { changePeriodSchema } from "./schema";

/** The school's own period, with why; never shorter than what guidance sets. */
export async function changePeriod(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof changePeriodSchema>,
) {
  const role = roleFor(actor, "keep-records");
  const rule = retentionRules.find((one) => one.code === input.rule);
  if (!role || !rule) throw notFound();
  if (rule.leastYears !== undefined && input.years < rule.leastYears)
    throw check({ years: `Enter ${rule.leastYears} years or more: ${rule.authority}` });
  try {
    await tx.transaction((inner) =>
      inner.insert(retentionPeriods).values({
        schoolId: actor.schoolId,
        rule: rule.code,
        version: input.after + 1,
        years: input.years,
        reason: input.reason,
        changedAt: actor.at,
        changedBy: actor.personId,
      }),
    );
  } catch (error) {
    if (postgresCode(error) !== "23505") throw error;
    throw conflict("Somebody changed this meanwhile. Look at theirs, then save yours");
  }
  await appendLedger(tx, {
    role,
    action: "keeping-changed",
    object: { kind: "school", id: actor.schoolId },
    reason: rule.code,
    values: { years: input.years, reason: input.reason },
  });
  await enqueueJob(tx, "keeping-changed", {
    schoolId: actor.schoolId,
    rule: rule.code,
    personId: null,
  });
  return { rule: rule.code };
}
