import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import { referrals } from "@/db/schema/cases";
import { outsideReferrals } from "@/db/schema/outside";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check } from "@/lib/errors";
import { readRules } from "@/lib/policies/read-rules";
import { ownHandling, ownJudges } from "./bar-people";
import { toldIco } from "./follow-breach";
import type { Answers } from "./form-parts";
import { askHours } from "./judge-hours";
import { stillRuns } from "./labels";
import { statutoryRunning } from "./list-clocks";
import type { InForce } from "./list-records";
import { type Case, casePeople, caseRows } from "./queries";
import type { Guard, Move } from "./transitions";

type At = {
  tx: Tx;
  actor: Actor;
  found: Case;
  answers: Answers;
  records: InForce;
  people: Awaited<ReturnType<typeof casePeople>>;
};
/** The sentence that says what is missing, or nothing. */
type Rule = (at: At) => string | undefined | Promise<string | undefined>;

/** B6-6, B6-7: against the latest wish about the police only with an override written after it. */
const againstWish = (records: InForce, wish: "yes" | "no") =>
  records.every("wishes").find((row) => {
    const override = records.of("override", row.aboutId);
    return row.answers.police === wish && !(override && override.at >= row.at);
  });

/** What stands between a case and the police, if somebody asked not to tell them. */
export const refusedPolice = (records: InForce) =>
  againstWish(records, "no") &&
  "They asked not to tell the police. Write down first why that cannot be followed, and whether they know";

const without = (at: At, kind: string, parts: readonly string[]) =>
  at.people.find((person) => parts.includes(person.part) && !at.records.of(kind, person.personId));

/** Is there a referral to a body outside of which this is true? */
async function outside(tx: Tx, actor: Actor, caseId: string, of: SQL | undefined) {
  const [row] = await tx
    .select({ id: outsideReferrals.id })
    .from(outsideReferrals)
    .where(
      and(eq(outsideReferrals.schoolId, actor.schoolId), eq(outsideReferrals.caseId, caseId), of),
    )
    .limit(1);
  return row !== undefined;
}

const rules: Record<Guard, Rule> = {
  "no-open-referral": async ({ tx, actor, found }) => {
    const open = await tx
      .select({ id: referrals.id })
      .from(referrals)
      .where(
        and(
          eq(referrals.schoolId, actor.schoolId),
          eq(referrals.caseId, found.id),
          eq(referrals.state, "open"),
        ),
      )
      .limit(1);
    return open[0] && "A decision is still asked for. It must be made before the case closes";
  },
  "no-statutory-clock": async ({ tx, actor, found }) => {
    const [running] = await statutoryRunning(tx, actor, { caseId: found.id });
    return running && stillRuns(running.kind, "Say under Deadlines what was done");
  },
  // Urgent cases take two people to close (B4): the second is not the one who owns it.
  "two-people": ({ found, actor }) =>
    found.severity === 4 && found.ownerId === actor.personId
      ? "An urgent case takes two people to close. Ask somebody other than its owner to close it"
      : undefined,
  "police-wish": async ({ tx, actor, found, answers, records, people }) => {
    if (answers.body === "police") {
      const refused = refusedPolice(records);
      if (refused || found.track !== "T1") return refused;
      const { police } = (await readRules(tx, actor)).applied;
      const unasked = people.some(
        ({ part, personId }) =>
          part === "affected" &&
          records.of("wishes", personId)?.answers.police !== "yes" &&
          !records.of("override", personId),
      );
      return police === "person-affected" && unasked
        ? "By the school's policy whoever it happened to decides about the police. Write down their wish, or why it cannot be waited for"
        : undefined;
    }
    const asked = records.ever("hold").some((row) => row.answers.body === "police");
    if (!("told" in answers) || asked || !againstWish(records, "yes")) return undefined;
    const referred = await outside(tx, actor, found.id, eq(outsideReferrals.body, "police"));
    return referred
      ? undefined
      : "They asked for the police. Refer it to the police, or write down why not, before it closes";
  },
  "takedowns-ended": async ({ tx, actor, found }) => {
    const { takedown, state, visible } = outsideReferrals;
    const open = await outside(
      tx,
      actor,
      found.id,
      and(
        eq(takedown, true),
        ne(state, "ended"),
        sql`not (${state} = 'answered' and ${visible} is not distinct from 'no')`,
      ),
    );
    return open
      ? "A post is still reported to be taken down. Say under Referrals what came of it"
      : undefined;
  },
  "not-image-of-child": ({ found }) =>
    found.type === "IIC" || found.restricted
      ? "A picture may show a child. The school does not investigate this: take police advice"
      : undefined,
  "advice-first": async ({ tx, actor, found, records }) => {
    const routed = await caseRows(tx, actor, found.id);
    // An image of a child waits whatever the policy says; lawful material waits by its rule (S0-35).
    const waits =
      routed.includes(22) ||
      (routed.includes(23) && (await readRules(tx, actor)).applied.adviceFirst);
    return waits && !records.of("release")
      ? "Outside advice comes first here. Hold the case, and write down the release when it comes"
      : undefined;
  },
  "not-own-handling": async ({ tx, actor, found }) =>
    (await ownJudges(tx, found.id, [actor.personId])).size > 0 ? ownHandling : undefined,
  // Whoever is offered is free already: form-parts takes no other.
  "free-investigator": () => undefined,
  "not-called-breach": ({ found, records }) =>
    found.track === "T3" && !records.of("disclosure")
      ? "First write down, under Fair process, whether it is a breach at all"
      : undefined,
  "hours-tested": ({ tx, actor, found, records }) => askHours(tx, actor, found, records),
  "in-jurisdiction": async ({ tx, actor, found, answers, records }) => {
    if (answers.where !== "outside") return undefined;
    const test = records.of("jurisdiction");
    if (!test)
      return "It happened out of school. First write down whether the school may act on it";
    const set: readonly string[] | null = (await readRules(tx, actor)).applied.outOfSchool;
    const limbs = [test.answers.limbs ?? []].flat();
    const allowed = limbs.filter(
      (limb) =>
        limb !== "none" && (limb === "pupil" ? found.track === "T2" : !set || set.includes(limb)),
    );
    return allowed.length > 0
      ? undefined
      : "By the school's policy it may not act on this. Nothing out of school that the policy names is true of it";
  },
  "only-investigator": ({ actor, records }) =>
    records.of("investigate")?.answers.investigatorId === actor.personId
      ? undefined
      : "Only whoever investigates records the findings",
  attributed: (at) => {
    const open = without(at, "attribution", ["named", "account-holder"]);
    return open && `First write down, under Fair process, whether it was ${open.name} who did it`;
  },
  "whole-evidence": async ({ tx, found }) => {
    const [row] = (await tx.execute(
      sql`select sec.evidence_broken(${found.id}::uuid) as broken`,
    )) as unknown as { broken: boolean }[];
    return row?.broken
      ? "An item of evidence is not what was kept. It must be put right before anything rests on it"
      : undefined;
  },
  // B9: for everybody affected, and on T3 for the person it is about too.
  "support-in-place": (at) => {
    const parts = at.found.track === "T3" ? ["affected", "named"] : ["affected"];
    const open = without(at, "support", parts);
    if (open) return `First write down, under Fair process, the support plan for ${open.name}`;
    const nobody = at.answers.told === "nobody" || at.answers.support === "nobody";
    return nobody && at.people.some((person) => person.part === "affected")
      ? "Somebody is affected. Say whether they were told and offered support"
      : undefined;
  },
  "findings-named": (at) => {
    if (at.found.track !== "T3" || !at.records.of("conclude")) return undefined;
    const open = without(at, "finding", ["named"]);
    return open && `First write down, under Fair process, what was established about ${open.name}`;
  },
  "complaint-answered": ({ records }) =>
    records.of("complaint")?.answers.outcome === "open"
      ? "First write down, under Fair process, how the complaint was answered"
      : undefined,
  // UK GDPR article 33(5): every breach is written down with what was decided about it.
  "breach-decided": async ({ tx, actor, found, records }) => {
    if (found.track !== "T4") return undefined;
    const breach = records.of("T4")?.answers;
    if (breach?.ico !== "yes" && breach?.ico !== "no")
      return "First write down, under Fair process, the record of the breach with the decision about the ICO";
    if (breach.ico === "yes" && !(await toldIco(tx, actor, found.id)))
      return "The ICO is to be told. Write down under Referrals what was sent to it";
    return breach.told === "undecided" || breach.told === "to-tell"
      ? "First write down, in the record of the breach, whether the people concerned were told"
      : undefined;
  },
};

/** Every guard of a step, in the table's order; the first that fails says what is to be done. */
export async function checkGuards(
  tx: Tx,
  actor: Actor,
  move: Move,
  facts: { found: Case; answers: Answers; records: InForce },
): Promise<void> {
  const people = await casePeople(tx, actor, facts.found.id);
  for (const guard of move.guards) {
    const sentence = await rules[guard]({ tx, actor, people, ...facts });
    if (sentence) throw check({ reason: sentence });
  }
}
