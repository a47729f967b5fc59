import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { clocks } from "@/db/schema/clocks";
import { outsideReferrals } from "@/db/schema/outside";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { startClock } from "@/lib/clocks/start-clock";
import { formatDateTime } from "@/lib/dates";
import { check } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { type Answers, momentOf } from "./form-parts";
import { clocksWithin, refreshDue } from "./list-clocks";
import { settleRunning } from "./settle-clock";

/** When the ICO was told of this breach, by the register of referrals; null: not yet. */
export async function toldIco(tx: Tx, actor: Actor, caseId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: outsideReferrals.sentAt })
    .from(outsideReferrals)
    .where(
      and(
        eq(outsideReferrals.schoolId, actor.schoolId),
        eq(outsideReferrals.caseId, caseId),
        eq(outsideReferrals.body, "ico"),
      ),
    )
    .orderBy(outsideReferrals.sentAt)
    .limit(1);
  return row?.at ?? null;
}

/**
 * Lets the clocks of a breach follow its record. The 72 hours (UK GDPR article 33) run from the
 * moment the record says the school was aware, wherever they were counted from before, until the
 * ICO is told or the decision not to is written. A high risk starts the one to tell people (article 34).
 */
export async function followBreach(
  tx: Tx,
  actor: Actor,
  caseId: string,
  answers: Answers,
): Promise<void> {
  if (answers.ico === "no" && answers.risk !== "unlikely")
    throw check({
      ico: "The ICO is told unless a risk to people is unlikely. Check the risk, or this decision",
    });
  const school = await schoolCalendar(tx, actor);
  const running = await tx
    .select({ id: clocks.id, kind: clocks.kind, startedAt: clocks.startedAt })
    .from(clocks)
    .where(
      and(
        clocksWithin(actor, { caseId }),
        inArray(clocks.kind, ["ico", "tell-individuals"]),
        isNull(clocks.stoppedAt),
      ),
    )
    .orderBy(desc(clocks.startedAt));
  const settle = (kind: string, words: string) =>
    settleRunning(tx, actor, { caseId, kinds: [kind], words });
  const aware = momentOf(answers, "aware");
  const counted = running.filter((clock) => clock.kind === "ico");
  if (answers.ico === "no") {
    await settle("ico", `The ICO is not told. ${answers.icoReason}`);
  } else if (!(await toldIco(tx, actor, caseId))) {
    const right = counted.length === 1 && counted[0]?.startedAt.getTime() === aware.getTime();
    if (!right) {
      await settle("ico", `Counted from ${formatDateTime(aware)} instead`);
      await startClock(tx, actor, { kind: "ico", caseId, from: aware, school });
    }
  }
  const due = answers.risk === "high" && !["told", "no"].includes(String(answers.told));
  const asked = running.some((clock) => clock.kind === "tell-individuals");
  if (due && !asked) await startClock(tx, actor, { kind: "tell-individuals", caseId, school });
  if (!due && asked)
    await settle(
      "tell-individuals",
      String(answers.toldReason ?? "The risk is not high by the latest record"),
    );
  await refreshDue(tx, actor, { caseId });
}
