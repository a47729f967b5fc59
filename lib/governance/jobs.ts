import { sql } from "drizzle-orm";
import { withJob, withJobs } from "@/db/scope";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { checkNightly } from "@/lib/ledger/check-nightly";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { roleHolders } from "@/lib/schools/queries";

/** Tells a school's DSLs and administrators that its ledger is not the one that was signed. */
export async function ledgerDiffered({ schoolId }: { schoolId: string }): Promise<void> {
  await withJob({ schoolId }, async (tx) => {
    const holders = await roleHolders(tx, { schoolId, at: new Date() });
    const told = holders.filter(({ role }) => role === "dsl" || role === "admin");
    for (const personId of new Set(told.map((holder) => holder.personId)))
      await notifyPerson(
        tx,
        { schoolId },
        {
          personId,
          matterId: schoolId,
          kind: "ledger-differs",
          reference: "",
          path: "/settings/ledger",
        },
      );
  });
}

/** Once a night: what does not hold is written into every school's ledger, and they are told. */
export async function ledgerDue(headFile: string, at: Date): Promise<void> {
  if (await checkNightly(headFile, at)) return;
  const schools = (await withJobs((tx) =>
    tx.execute(sql`select school from sec.all_schools() as school`),
  )) as unknown as { school: string }[];
  for (const { school } of schools)
    await withJob({ schoolId: school }, async (tx) => {
      await appendLedger(tx, {
        role: "system",
        action: "ledger-check-failed",
        object: { kind: "school", id: school },
      });
      await enqueueJob(tx, "ledger-differed", { schoolId: school });
    });
}
