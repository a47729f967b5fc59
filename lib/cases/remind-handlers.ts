import { and, eq, isNull, lte, sql } from "drizzle-orm";
import { clockReminders, clocks } from "@/db/schema/clocks";
import { type Tx, withJob, withJobs } from "@/db/scope";
import { roleSees } from "@/lib/access/let-in";
import type { Track } from "@/lib/access/types";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { planAlerts } from "@/lib/clocks/plan-alerts";
import type { ClockUnit, Stage } from "@/lib/clocks/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { climbChain } from "@/lib/schools/climb-chain";
import { roleHolders, schoolCalendar, schoolRoutes } from "@/lib/schools/queries";

type Matter = {
  matter_id: string;
  is_case: boolean;
  reference: string;
  track: string;
  restricted: boolean;
  owner_id: string | null;
  asked: string | null;
  route_row: number | null;
  let_in: string[];
  /** Walled from it, or suspended. */
  barred: string[];
};

/** How many people of the chain hear of each stage: the owner, their deputy, the next in line. */
const heard: Record<Stage, number> = { half: 1, most: 2, due: 2, overdue: 3 };

/** Who is told of this stage, and whether they may open what it is about. */
async function hearersOf(
  tx: Tx,
  clock: { schoolId: string; at: Date },
  matter: Matter,
  stage: Stage,
): Promise<{ personId: string; opens: boolean }[]> {
  const holders = await roleHolders(tx, clock);
  const routes = await schoolRoutes(tx, clock);
  const route = routes.find((one) => one.row === matter.route_row) ?? routes[0];
  const barred = new Set(matter.barred);
  const chain = route ? climbChain(route, holders, barred) : [];
  const opens = (personId: string) =>
    matter.let_in.includes(personId) ||
    holders.some(
      (holder) =>
        holder.personId === personId &&
        roleSees(holder.role, matter.track as Track, matter.restricted),
    );
  // Whoever has to decide, then the owner, then down the chain; an owner who lost sight is passed.
  const first = [matter.asked, matter.owner_id].filter((id): id is string => !!id && opens(id));
  // Whoever stands in for one of them hears beside them from the first reminder on.
  const covers = holders
    .filter((holder) => holder.coverFor && first.includes(holder.coverFor))
    .map((holder) => holder.personId);
  const seats = heard[stage] + (matter.asked ? 1 : 0) + new Set(covers).size;
  return [...new Set([...first, ...covers, ...chain.map((holder) => holder.personId)])]
    .filter((personId) => !barred.has(personId))
    .slice(0, seats)
    .map((personId) => ({ personId, opens: opens(personId) }));
}

/**
 * One clock's reminder, if its time has come. The row of the stage, the notices and their jobs are
 * written in one transaction under a lock on the clock, so that a restart, a retry or a second
 * worker tells nobody twice. After a long stop only the latest stage is told.
 */
export async function remindOf(schoolId: string, clockId: string, at: Date): Promise<void> {
  await withJob({ schoolId }, async (tx) => {
    const [clock] = await tx
      .select({
        kind: clocks.kind,
        unit: clocks.unit,
        startedAt: clocks.startedAt,
        dueAt: clocks.dueAt,
        reportId: clocks.reportId,
        caseId: clocks.caseId,
      })
      .from(clocks)
      .where(
        and(
          eq(clocks.schoolId, schoolId),
          eq(clocks.id, clockId),
          isNull(clocks.stoppedAt),
          lte(clocks.alertAt, at),
        ),
      )
      .for("update", { skipLocked: true });
    if (!clock) return;
    const calendar = calendarOf(await schoolCalendar(tx, { schoolId }));
    const alerts = planAlerts({ ...clock, unit: clock.unit as ClockUnit }, calendar);
    const now = alerts.filter((alert) => alert.at <= at).at(-1);
    const next = alerts.find((alert) => alert.at > at);
    await tx
      .update(clocks)
      .set({ alertAt: next?.at ?? null })
      .where(and(eq(clocks.schoolId, schoolId), eq(clocks.id, clockId)));
    if (!now) return;
    const [matter] = (await tx.execute(
      sql`select * from sec.matter_of(${clockId}::uuid)`,
    )) as unknown as Matter[];
    if (!matter) return;
    const hearers = await hearersOf(tx, { schoolId, at }, matter, now.stage);
    const first = await tx
      .insert(clockReminders)
      .values({ schoolId, clockId, stage: now.stage, at, told: hearers.length })
      .onConflictDoNothing()
      .returning({ stage: clockReminders.stage });
    if (first.length === 0) return;
    const path = `/${matter.is_case ? "cases" : "queue"}/${matter.matter_id}`;
    for (const { personId, opens } of hearers) {
      // The next in line may not be let in to it: they learn that it waits, and nothing else.
      await notifyPerson(
        tx,
        { schoolId },
        {
          personId,
          matterId: matter.matter_id,
          kind: opens ? `clock-${now.stage}` : "clock-elsewhere",
          reference: matter.reference,
          path: opens ? path : "/notices",
        },
      );
    }
    await appendLedger(tx, {
      role: "system",
      action: `clock-${now.stage}`,
      object: clock.caseId
        ? { kind: "case", id: clock.caseId }
        : { kind: "report", id: clock.reportId ?? matter.matter_id },
      caseId: clock.caseId ?? undefined,
      reason: clock.kind,
    });
  });
}

const batch = 200;

/** Every reminder whose time has come, in every school. One that fails holds up no other. */
export async function remindHandlers(at: Date): Promise<void> {
  const due = await withJobs(async (tx) => {
    const rows = (await tx.execute(
      sql`select school_id, clock_id from sec.alerts_due(${at.toISOString()}::timestamptz, ${batch})`,
    )) as unknown as { school_id: string; clock_id: string }[];
    return rows;
  });
  const done = await Promise.allSettled(
    due.map(({ school_id, clock_id }) => remindOf(school_id, clock_id, at)),
  );
  const failed = done.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}
