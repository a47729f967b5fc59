import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { cases } from "@/db/schema/cases";
import { reports, triages } from "@/db/schema/reports";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, signInAs, type TestSchool } from "@/db/testing";
import { type Aim, mayAct, readAction, roleFor } from "./permissions";
import { type Track, tracks } from "./types";

/** Everybody of the cast who can sign in: a person in every role. */
const everybody: CastKey[] = [
  "teacher",
  "manager",
  "dsl",
  "deputy",
  "headteacher",
  "chair",
  "viceChair",
  "governor",
  "dpo",
  "trustLead",
  "admin",
];
const relations = [
  "unrelated",
  "assigned",
  "walled",
  "assigned-then-walled",
  "other-school",
] as const;
type Relation = (typeof relations)[number];

/** One report and one case of a track, as rows, so that nothing but the policies decides. */
async function matter(school: TestSchool, track: Track, restricted: boolean) {
  const sql = asOwner();
  const [reportId, caseId] = [crypto.randomUUID(), crypto.randomUUID()];
  const reference = crypto.randomUUID().slice(0, 8);
  await sql`insert into reports (school_id, id, reference, reporter_id, sent_at, type, track, route_row, restricted,
      text_only, danger, affected, about, happened_unknown, account, content_hash)
    values (${school.schoolId}, ${reportId}, ${reference}, ${school.people.colleague}, now(), 'CYB', ${track}, 1,
      ${restricted}, false, false, 'me', '{}', true, 'words', 'hash')`;
  await sql`insert into triages (school_id, report_id, reference, type, track, restricted, state, severity, received_at, due_at)
    values (${school.schoolId}, ${reportId}, ${reference}, 'CYB', ${track}, ${restricted}, 'new', 2, now(), now())`;
  await sql`insert into cases (school_id, id, reference, type, track, restricted, state, severity, owner_id, opened_at, opened_by)
    values (${school.schoolId}, ${caseId}, ${`c${reference}`}, 'CYB', ${track}, ${restricted}, 'active', 2,
      ${school.people.colleague}, now(), ${school.people.colleague})`;
  return { reportId, caseId };
}

async function relate(school: TestSchool, personId: string, ids: string[], relation: Relation) {
  const sql = asOwner();
  for (const id of ids) {
    if (relation.startsWith("assigned")) {
      await sql`insert into circle (school_id, id, person_id, matter_id, capacity, starts_at)
        values (${school.schoolId}, ${crypto.randomUUID()}, ${personId}, ${id}, 'handler', now() - interval '1 hour')`;
    }
    if (relation.endsWith("walled")) {
      await sql`insert into walls values (${school.schoolId}, ${personId}, ${id}, 'named', now())`;
    }
  }
}

describe("the permission table and row-level security say the same", () => {
  test.each(
    tracks.flatMap(
      (track) =>
        [
          [track, false],
          [track, true],
        ] as const,
    ),
  )(
    "reading %s (sealed: %s), for every role and relation",
    async (track, restricted) => {
      const [school, other] = [await makeSchool(), await makeSchool()];
      for (const who of everybody) {
        for (const relation of relations) {
          const { reportId, caseId } = await matter(school, track, restricted);
          const home = relation === "other-school" ? other : school;
          await relate(school, school.people[who], [reportId, caseId], relation);
          await withScope(await signInAs(home.schoolId, home.people[who]), async (tx, actor) => {
            const aim: Aim = {
              track,
              restricted,
              inCircle: relation === "assigned",
              walled: relation.endsWith("walled"),
            };
            const expected = relation !== "other-school" && mayAct(actor, readAction(track), aim);
            const seen = {
              report:
                (await tx.select({ id: reports.id }).from(reports).where(eq(reports.id, reportId)))
                  .length === 1,
              triage:
                (
                  await tx
                    .select({ id: triages.reportId })
                    .from(triages)
                    .where(eq(triages.reportId, reportId))
                ).length === 1,
              case:
                (await tx.select({ id: cases.id }).from(cases).where(eq(cases.id, caseId)))
                  .length === 1,
            };
            const may = { report: expected, triage: expected, case: expected };
            // Governors, administrators and plain staff are let in by nobody; a row would be a mistake of the verb.
            if (relation === "assigned" && ["teacher", "governor", "admin"].includes(who)) return;
            expect(seen, `${who}, ${relation}`).toEqual(may);
          });
        }
      }
    },
    30_000,
  );

  test("a reporter sees their own report, and not its triage or case, whatever the track", async () => {
    const school = await makeSchool();
    for (const track of tracks) {
      const { reportId, caseId } = await matter(school, track, false);
      await withScope(await school.as("colleague"), async (tx, actor) => {
        const own = await tx
          .select({ id: reports.id })
          .from(reports)
          .where(and(eq(reports.schoolId, actor.schoolId), eq(reports.id, reportId)));
        expect(own).toHaveLength(1);
        expect(
          await tx
            .select({ id: triages.reportId })
            .from(triages)
            .where(eq(triages.reportId, reportId)),
        ).toEqual([]);
        expect(await tx.select({ id: cases.id }).from(cases).where(eq(cases.id, caseId))).toEqual(
          [],
        );
        expect(roleFor(actor, readAction(track), { track, own: true })).toBe("reporter");
      });
    }
  });

  test("a wall never makes anything new visible, and beats every grant", async () => {
    const school = await makeSchool();
    for (const who of everybody) {
      await withScope(await school.as(who), async (_tx, actor) => {
        for (const track of tracks) {
          for (const inCircle of [false, true]) {
            expect(mayAct(actor, readAction(track), { track, inCircle, walled: true })).toBe(false);
            expect(mayAct(actor, "triage", { track, inCircle, walled: true })).toBe(false);
          }
        }
      });
    }
  });

  test("being told, or asked to decide, is not leading", async () => {
    const school = await makeSchool();
    const cells: [CastKey, Track][] = [
      ["headteacher", "T2"],
      ["chair", "T3"],
      ["dpo", "T1"],
      ["dsl", "T3"],
    ];
    for (const [who, track] of cells) {
      await withScope(await school.as(who), async (_tx, actor) => {
        const told = { track, inCircle: true };
        const can = (aim: Aim) =>
          (["triage", "refer", "lock-investigation"] as const).filter((action) =>
            mayAct(actor, action, aim),
          );
        expect(mayAct(actor, readAction(track), told)).toBe(true);
        expect(can(told).filter((action) => action === "triage")).toEqual([]);
        expect(can({ ...told, leads: true })).toContain("triage");
        expect(can({ ...told, leads: true, walled: true })).toEqual([]);
      });
    }
  });

  test("nobody may change an original", async () => {
    const school = await makeSchool();
    for (const who of everybody) {
      await withScope(await school.as(who), async (_tx, actor) => {
        expect(mayAct(actor, "change-original", { track: "T2", own: true, inCircle: true })).toBe(
          false,
        );
      });
    }
  });
});
