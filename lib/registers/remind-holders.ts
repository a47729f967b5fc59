import { and, eq, sql } from "drizzle-orm";
import { registerEntries, registerReminders } from "@/db/schema/registers";
import { withJob, withJobs } from "@/db/scope";
import type { Role } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { roleHolders } from "@/lib/schools/queries";
import { entryColumns } from "./load-entry";
import { tellPerson } from "./tell-person";

type Due = { school_id: string; entry_id: string; ends_on: string; stage: number };
/** Entries told of in one go; the rest a minute later. */
const batch = 200;

/** Whose reminder it also is: accounts, consents and the school's records are looked after by roles. */
const rolesToo: Record<string, readonly Role[]> = {
  account: ["headteacher"],
  consent: ["dsl"],
  record: ["headteacher", "dsl"],
};

/** One stage of one entry: the row, the notices and their jobs in one transaction, once each. */
async function remindOf(due: Due, at: Date): Promise<void> {
  const schoolId = due.school_id;
  await withJob({ schoolId }, async (tx) => {
    const [entry] = await tx
      .select(entryColumns)
      .from(registerEntries)
      .where(and(eq(registerEntries.schoolId, schoolId), eq(registerEntries.id, due.entry_id)));
    if (!entry) return;
    const fresh = await tx
      .insert(registerReminders)
      .values({ schoolId, entryId: entry.id, endsOn: due.ends_on, stage: due.stage, at })
      .onConflictDoNothing()
      .returning({ stage: registerReminders.stage });
    if (fresh.length === 0) return;
    const roles = rolesToo[entry.register] ?? [];
    const holders = await roleHolders(tx, { schoolId, at });
    const told = new Set([
      entry.holderId,
      ...holders.filter((holder) => roles.includes(holder.role)).map((h) => h.personId),
    ]);
    // Whoever gave it learns on the day itself that it is over.
    if (due.stage === 0 && entry.decidedBy) told.add(entry.decidedBy);
    for (const personId of told)
      await tellPerson(
        tx,
        { schoolId },
        {
          entryId: entry.id,
          personId,
          kind: due.stage === 0 ? "register-soon-over" : "register-soon",
        },
      );
  });
}

/** Thirty days, seven days and no day before something ends or is to be reviewed, once each. */
export async function remindHolders(at: Date): Promise<void> {
  const due = await withJobs(
    async (tx) =>
      (await tx.execute(
        sql`select * from sec.register_ends(${localDay(at)}::date, ${batch})`,
      )) as unknown as Due[],
  );
  for (const one of due) await remindOf(one, at);
}
