import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { caseForms } from "@/lib/cases/case-forms";
import { type Answers, describeAnswers, type Form } from "@/lib/cases/form-parts";
import { moveForms } from "@/lib/cases/move-forms";
import { formOf, moves } from "@/lib/cases/transitions";
import { namesOf } from "@/lib/people/queries";
import { decidedWords } from "@/lib/referrals/labels";
import { bodyOf } from "@/lib/referrals/list-bodies";
import { flagRecord, flags, flagWords } from "@/lib/referrals/raise-flags";
import { outsideMoves } from "@/lib/referrals/transitions";
import { roleWords } from "@/lib/reports/labels";
import { itemKinds } from "./labels";
import type { Kept } from "./list-kept";

type Written = Pick<
  Kept,
  "kind" | "label" | "id" | "matterId" | "at" | "title" | "words" | "named"
>;
type Row = { id: string; case_id: string; at: string };

const lines = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join("\n");

/** What a decision rests on (B7), as the form of the decision asks for it. */
const weighing: Form = {
  title: "What a decision rests on",
  fields: [
    { name: "mitigation", label: "What speaks for the person", kind: "words" },
    { name: "balance", label: "Free expression and equality", kind: "words" },
  ],
};
/** Every form whose answers are kept as a record of a case, by the record's kind. */
const forms = new Map<string, Form>([
  ...moves.map((move) => [move.action, formOf(move)] as const),
  ...Object.entries(moveForms),
  ...Object.entries(caseForms),
  ["decide", weighing],
]);
const laws = new Map(flags.map((flag) => [flagRecord(flag.code), flag]));
/** An answer of a form that is not known any more is given as it was written. */
const asWritten = (kind: string, answers: Answers): Form => ({
  title: itemKinds.record ?? kind,
  fields: Object.keys(answers).map((name) => ({ name, label: name, kind: "words" })),
});

/**
 * The records of these cases in their own words, each version of each: answered forms, what a
 * decision was asked for with and what it was, and each step of a referral outside. A record about
 * somebody else of the case is among them: it can tell of the person who asks, and whoever goes
 * through it says whether it does.
 */
export async function gatherRecords(
  tx: Tx,
  actor: Actor,
  cases: SQL,
  most: number,
): Promise<Written[]> {
  const from = (table: string, rest: SQL) =>
    sql`from ${sql.identifier(table)} x where x.school_id = ${actor.schoolId}::uuid
      and x.case_id = any (${cases}) order by ${rest}, x.id limit ${most}`;
  const records = (await tx.execute(
    sql`select x.id, x.case_id, x.at, x.kind, x.about_id, x.answers ${from("case_records", sql`x.at`)}`,
  )) as unknown as (Row & { kind: string; about_id: string; answers: Answers })[];
  const asked = (await tx.execute(
    sql`select x.id, x.case_id, x.sent_at as at, x."to", x.asked ${from("referrals", sql`x.sent_at`)}`,
  )) as unknown as (Row & { to: string; asked: string })[];
  const decided = (await tx.execute(
    sql`select x.id, x.case_id, x.decided_at as at, x.decision, x.outcome, x.reason, x.rejected
      ${from("decisions", sql`x.decided_at`)}`,
  )) as unknown as (Row & Record<"decision" | "outcome" | "reason" | "rejected", string>)[];
  const steps = (await tx.execute(
    sql`select x.id, x.case_id, x.at, x.action, x.words, o.body, o.address
      from outside_steps x join outside_referrals o
        on o.school_id = x.school_id and o.id = x.referral_id
      where x.school_id = ${actor.schoolId}::uuid and x.case_id = any (${cases})
      order by x.at, x.id limit ${most}`,
  )) as unknown as (Row & {
    action: string;
    words: string;
    body: string;
    address: string | null;
  })[];
  const chosen = ({ about_id, case_id, answers }: (typeof records)[number]) => [
    ...(about_id === case_id ? [] : [about_id]),
    ...[answers.investigatorId ?? [], answers.members ?? []].flat(),
  ];
  const names = await namesOf(tx, actor, records.flatMap(chosen));
  const common = (kind: string, row: Row) => ({
    kind,
    label: itemKinds[kind] ?? kind,
    id: row.id,
    matterId: row.case_id,
    at: new Date(row.at),
    title: "",
    named: [],
  });
  return [
    ...records.map((row) => {
      const law = laws.get(row.kind);
      if (law)
        return {
          ...common("record", row),
          label: "Law considered",
          title: law.label,
          words: `${flagWords[String(row.answers.said)] ?? row.answers.said}. ${row.answers.reason}`,
        };
      const form = forms.get(row.kind) ?? asWritten(row.kind, row.answers);
      return {
        ...common("record", row),
        label: form.title,
        title: row.about_id === row.case_id ? "" : `About ${names.get(row.about_id) ?? "somebody"}`,
        words: describeAnswers(form, row.answers, names)
          .map(({ label, words }) => `${label}: ${words}`)
          .join("\n"),
        named: chosen(row).flatMap((id) => names.get(id) ?? []),
      };
    }),
    ...asked.map((row) => ({
      ...common("referral", row),
      title: `To the ${roleWords[row.to] ?? row.to}`,
      words: row.asked,
    })),
    ...decided.map((row) => ({
      ...common("decision", row),
      title: decidedWords(row.decision, row.outcome),
      words: lines(row.reason, row.rejected && `Not decided: ${row.rejected}`),
    })),
    ...steps.map((row) => {
      const move = outsideMoves.find((one) => one.action === row.action);
      return {
        ...common("outside", row),
        title: `${bodyOf(row.body).name}: ${move?.event ?? "sent"}`,
        words: lines(row.words, !move && row.address ? `Address: ${row.address}` : ""),
      };
    }),
  ];
}

/**
 * Is this line of the timeline one of these records over again? It was written at the same moment in
 * the same case, and the record begins with its words: both are gone through, and given or withheld,
 * as one.
 */
export function repeatsRecord(records: readonly Written[]) {
  const moment = (one: { matterId: string; at: Date }) => `${one.matterId} ${one.at.getTime()}`;
  const held = Map.groupBy(records, moment);
  return (event: { matterId: string; at: Date; words: string }): boolean =>
    event.words !== "" &&
    (held.get(moment(event)) ?? []).some(({ words }) =>
      `${words}\n`.startsWith(`${event.words}\n`),
    );
}
