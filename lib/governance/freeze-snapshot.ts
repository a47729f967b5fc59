import { and, count, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { snapshots } from "@/db/schema/governance";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { dayFromParts, localDay } from "@/lib/dates";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { registerWords } from "@/lib/registers/labels";
import { filteringStanding } from "@/lib/registers/queries";
import { schoolCalendar, schoolDetails, schoolTypes } from "@/lib/schools/queries";
import { outcomeWords, severityWords, triageTimes } from "./labels";
import { type Counts, suppressSnapshot } from "./suppress-table";

export const freezeSnapshotSchema = z
  .object({
    term: z.string().min(1, "Select the term"),
    "meeting-day": z.string().default(""),
    "meeting-month": z.string().default(""),
    "meeting-year": z.string().default(""),
    notes: z.string().trim().max(5000).default(""),
  })
  .transform((input, context) => {
    const meetingOn = dayFromParts(
      input["meeting-day"],
      input["meeting-month"],
      input["meeting-year"],
    );
    if (!meetingOn) {
      context.addIssue({
        code: "custom",
        path: ["meeting"],
        message: "Enter the date of the meeting",
      });
    }
    return { term: input.term, notes: input.notes, meetingOn: meetingOn ?? "" };
  });

const standings = {
  waiting: "Waiting for an answer",
  "in-force": "In force",
  expired: "Expired",
  ended: "Refused, revoked or ended",
};

/** The registers in numbers: another thing counted, so suppressed by itself. */
async function registersOf(tx: Tx, actor: Actor, school: { pupilsOnRoll: number }) {
  const facts = (await tx.execute(
    sql`select register, standing from sec.register_facts(${localDay(actor.at)}::date)`,
  )) as unknown as { register: string; standing: string }[];
  const { record: _, ...labels } = registerWords;
  const { withheld, tables } = suppressSnapshot(
    [
      tally(
        "Registers",
        labels,
        facts.map((fact) => fact.register),
      ),
      tally(
        "How the entries stand",
        standings,
        facts.map((fact) => fact.standing),
      ),
    ],
    school,
  );
  return { withheld, tables, filtering: (await filteringStanding(tx, actor)).standing };
}

type Fact = { type: string; severity: number; outcome: string; triage: string };

const tally = (title: string, labels: Record<string, string>, keys: readonly string[]): Counts => ({
  title,
  rows: Object.entries(labels).map(([key, label]) => ({
    label,
    n: keys.filter((k) => k === key).length,
  })),
});

function tablesOf(facts: readonly Fact[], types: Record<string, string>): Counts[] {
  const used = new Set(facts.map((fact) => fact.type));
  const kinds = Object.fromEntries(
    Object.entries(types).filter(
      ([code]) => used.has(code) || ["CYB", "TRO", "APB"].includes(code),
    ),
  );
  return [
    tally(
      "Kind of concern",
      kinds,
      facts.map((fact) => fact.type),
    ),
    tally(
      "Risk",
      severityWords,
      facts.map((fact) => String(fact.severity)),
    ),
    tally(
      "What came of it",
      outcomeWords,
      facts.map((fact) => fact.outcome),
    ),
    tally(
      "Read in time",
      triageTimes,
      facts.map((fact) => fact.triage),
    ),
  ];
}

/**
 * Freezes a term's numbers for one meeting, suppressed before they are kept. Later edits never
 * change it, and a second freeze of a term makes a new version instead of replacing the first
 * (B12 note c). What is walled from anybody who reads these numbers is not in them.
 */
export async function freezeSnapshot(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof freezeSnapshotSchema>,
) {
  const role = roleFor(actor, "freeze-snapshot");
  if (!role) throw notFound();
  const term = (await schoolCalendar(tx, actor)).terms.find((t) => t.name === input.term);
  if (!term) throw check({ term: "Select the term" });
  const facts = (await tx.execute(
    sql`select type, severity, outcome, triage from sec.governance_facts(${term.startsOn}::date, ${term.endsOn}::date)`,
  )) as unknown as Fact[];
  const types = Object.fromEntries((await schoolTypes(tx, actor)).map((t) => [t.code, t.label]));
  const school = await schoolDetails(tx, actor);
  const [earlier] = await tx
    .select({ n: count() })
    .from(snapshots)
    .where(and(eq(snapshots.schoolId, actor.schoolId), eq(snapshots.termName, term.name)));
  const id = crypto.randomUUID();
  await tx.insert(snapshots).values({
    schoolId: actor.schoolId,
    id,
    termName: term.name,
    meetingOn: input.meetingOn,
    fromDay: term.startsOn,
    toDay: term.endsOn,
    version: (earlier?.n ?? 0) + 1,
    tables: {
      ...suppressSnapshot(tablesOf(facts, types), school),
      registers: await registersOf(tx, actor, school),
    },
    notes: input.notes,
    frozenAt: actor.at,
    frozenBy: actor.personId,
  });
  await appendLedger(tx, { role, action: "snapshot-frozen", object: { kind: "snapshot", id } });
  return { snapshotId: id };
}
