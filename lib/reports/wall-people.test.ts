import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { addPerson, asOwner, type Claims, makeSchool, signInAs } from "@/db/testing";
import { type Role, roles } from "@/lib/access/types";
import { countQueue, listQueue, queueView } from "@/lib/cases/list-queue";
import { loadWaiting } from "@/lib/cases/load-case";
import { openCase } from "@/lib/cases/open-case";
import { remindOf } from "@/lib/cases/remind-handlers";
import { openEmergency } from "@/lib/conflicts/open-emergency";
import { stepAside } from "@/lib/conflicts/step-aside";
import { checkRoutes } from "@/lib/schools/check-routes";
import { roleHolders, schoolRoutes } from "@/lib/schools/queries";
import { aboutAnswers } from "@/lib/schools/types";
import { saveDraft } from "./save-draft";
import { sendReport } from "./send-report";
import { startDraft } from "./start-draft";

/** People of one school by number: staff who hold whatever roles chance gives them. */
const crowd = 9;
type World = {
  held: Role[][];
  covers: { by: number; for: number; role: Role }[];
  ties: [number, number][];
  suspended: number[];
  reporter: number;
  about: string[];
  named: number[];
  affected: "me" | "pupil" | "school" | "unknown";
  type: string;
  image: boolean;
  recipient: string;
};
const who = fc.nat(crowd - 1);
const given = roles.filter((role) => role !== "staff" && role !== "admin");
const world: fc.Arbitrary<World> = fc.record({
  held: fc.array(fc.uniqueArray(fc.constantFrom(...given), { maxLength: 2 }), {
    minLength: crowd,
    maxLength: crowd,
  }),
  covers: fc.array(fc.record({ by: who, for: who, role: fc.constantFrom(...given) }), {
    maxLength: 3,
  }),
  ties: fc.array(fc.tuple(who, who), { maxLength: 4 }),
  suspended: fc.uniqueArray(who, { maxLength: 2 }),
  reporter: who,
  about: fc.subarray([...aboutAnswers], { maxLength: 3 }),
  named: fc.uniqueArray(who, { maxLength: 2 }),
  affected: fc.constantFrom("me", "pupil", "school", "unknown"),
  type: fc.constantFrom("CYB", "APB", "ADC", "DBR", "UNS", "RAD", "PUP"),
  image: fc.boolean(),
  recipient: fc.constantFrom("", "dsl", "headteacher", "line-manager"),
});

const surname = (i: number) => `Zz${"abcdefghijkl"[i]}nor`;

async function build(w: World) {
  const school = await makeSchool();
  const sqlOwner = asOwner();
  // The helper's cast stays as people without a role: chance alone decides who holds what.
  await sqlOwner`delete from role_assignments where school_id = ${school.schoolId}`;
  const ids: string[] = [];
  for (let i = 0; i < crowd; i++) {
    ids.push(
      await addPerson(school.schoolId, {
        name: `Person ${surname(i)}`,
        roles: ["staff", ...(w.held[i] ?? [])],
      }),
    );
  }
  const id = (i: number) => ids[i] as string;
  await sqlOwner`update people set line_manager_id = ${id((w.reporter + 1) % crowd)}
    where id = ${id(w.reporter)}`;
  for (const cover of w.covers) {
    if (!w.held[cover.for]?.includes(cover.role)) continue;
    await sqlOwner`insert into role_assignments (school_id, id, person_id, role, starts_at, ends_at, cover_for)
      values (${school.schoolId}, ${randomUUID()}, ${id(cover.by)}, ${cover.role},
        now() - interval '1 hour', now() + interval '7 days', ${id(cover.for)})`;
  }
  for (const [a, b] of w.ties) {
    if (a === b) continue;
    await sqlOwner`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, ${randomUUID()}, ${id(a)}, ${id(b)}, 'relative', now())`;
  }
  const claims = await Promise.all(ids.map((personId) => signInAs(school.schoolId, personId)));
  for (const i of w.suspended) {
    if (i !== w.reporter)
      await sqlOwner`update accounts set state = 'suspended' where person_id = ${id(i)}`;
  }
  return { school, ids, claims };
}

/** Everything of a report or case that one person can find by any table, count or list. */
async function findings(tx: Tx, actor: Parameters<typeof countQueue>[1], matterId: string) {
  const tables = await asOwner()`select distinct table_name from information_schema.columns
    where table_schema = 'public' and column_name in ('report_id', 'case_id', 'matter_id')`;
  const found: string[] = [];
  for (const { table_name } of tables) {
    const rows = await tx
      .transaction((inner) =>
        inner.execute(
          sql.raw(`select 1 from ${table_name} t where t::text like '%${matterId}%' limit 1`),
        ),
      )
      .catch(() => []);
    if (rows.length > 0) found.push(String(table_name));
  }
  const view = queueView.parse({ tab: "all" });
  if ((await countQueue(tx, actor)).all !== "0") found.push("count");
  if ((await listQueue(tx, actor, view)).rows.length > 0) found.push("queue");
  return found;
}

const answersOf = (w: World) => ({
  safety: w.image ? "image" : "no",
  type: w.type,
  affected: w.affected,
  about: w.about,
  when: "today",
  platform: "Chat app",
  account: "Something was posted.",
  ...Object.fromEntries(w.named.map((i, n) => [`named${n}Name`, `Person ${surname(i)}`])),
});

test("no walled person has a row, a notice or a count; somebody eligible always has it", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(world, async (w) => {
      const { school, ids, claims } = await build(w);
      const rolesNow = (i: number) => [
        ...(w.held[i] ?? []),
        ...w.covers
          .filter((cover) => cover.by === i && w.held[cover.for]?.includes(cover.role))
          .map((cover) => cover.role),
      ];
      const handles = (i: number) =>
        rolesNow(i).some((role) => !["line-manager", "governor"].includes(role));
      const claimsOf = (personId: string) => claims[ids.indexOf(personId)] as Claims;
      const openBy = async (owner: string) => {
        const [found] = await asOwner()`select report_id, track, severity, version from triages
          where school_id = ${school.schoolId}`;
        const { caseId } = await withScope(claimsOf(owner), (tx, actor) =>
          openCase(tx, actor, {
            reportId: String(found?.report_id),
            version: Number(found?.version),
            track: found?.track,
            severity: Number(found?.severity),
            severityReason: "",
          }),
        );
        const [{ reference } = { reference: "" }] =
          await asOwner()`select reference from cases where id = ${caseId}`;
        const shut = await asOwner()`select person_id from walls where matter_id = ${caseId}`;
        for (const { person_id } of shut.filter((row) => ids.includes(String(row.person_id)))) {
          if (w.suspended.includes(ids.indexOf(String(person_id)))) continue;
          const opened = await withScope(claimsOf(String(person_id)), (tx, actor) =>
            openEmergency(tx, actor, { reference: String(reference), reason: "Now" }),
          ).then(
            () => true,
            () => false,
          );
          expect(opened, "no emergency opens a wall").toBe(false);
        }
        return caseId;
      };
      /** Whoever owns the report steps aside; whoever comes after opens a case, and does so too. */
      const standAside = async (first: string, reportId: string) => {
        let matter = { from: "report" as "report" | "case", matterId: reportId };
        const gone: string[] = [];
        for (let owner = first; gone.length < 2; ) {
          const { from, matterId } = matter;
          const done = await withScope(claimsOf(owner), (tx, actor) =>
            stepAside(tx, actor, { ...matter, kind: "other", reason: "I know them" }),
          ).catch((error: unknown) => error);
          const barred = new Set([
            ...gone,
            owner,
            ...(await asOwner()`select person_id from walls where matter_id = ${matterId}`).map(
              (row) => String(row.person_id),
            ),
          ]);
          const able = ids.filter(
            (id, i) =>
              !barred.has(id) && (!w.suspended.includes(i) || i === w.reporter) && handles(i),
          );
          if (done instanceof Error) {
            expect(done.message).toMatch(/^Nobody else at the school/);
            expect(able).toEqual([]);
            return;
          }
          gone.push(owner);
          const [now] = await asOwner()`select owner_id from triages where report_id = ${matterId}
            union all select owner_id from cases where id = ${matterId}`;
          const left = owner;
          owner = String(now?.owner_id);
          expect(able).toContain(owner);
          const seen = (id: string) =>
            withScope(claimsOf(id), (tx, actor) => findings(tx, actor, matterId));
          expect(await seen(owner)).toContain(from === "case" ? "case_events" : "triages");
          const wrote = from === "report" && left === ids[w.reporter] ? own : [];
          expect((await seen(left)).filter((name) => !wrote.includes(name))).toEqual([]);
          expect(
            await asOwner()`select 1 from notices where person_id = ${left}
              and matter_id = ${matterId} and path not like '/reports/%'`,
          ).toHaveLength(0);
          if (from === "report") matter = { from: "case", matterId: await openBy(owner) };
        }
      };
      // What somebody wrote they keep, as its writer; of how it is handled they find nothing.
      const own = ["reports", "report_progress", "involvements", "evidence"];
      const reporter = claims[w.reporter] as { tokenHash: string };
      const sqlOwner = asOwner();
      const safe = await withScope(reporter, async (tx, actor) =>
        checkRoutes(await schoolRoutes(tx, actor), await roleHolders(tx, actor)),
      );
      const { reportId } = await withScope(reporter, async (tx, actor) => {
        const { draftId } = await startDraft(tx, actor);
        await saveDraft(tx, actor, { draftId, answers: answersOf(w) });
        return sendReport(tx, actor, { draftId, recipient: w.recipient });
      });
      // A month later every stage of every clock has come and gone.
      const clocks = await sqlOwner`select id from clocks where report_id = ${reportId}`;
      for (const { id } of clocks)
        await remindOf(school.schoolId, String(id), new Date(Date.now() + 40 * 86_400_000));
      const walled = new Set(
        (await sqlOwner`select person_id from walls where matter_id = ${reportId}`).map((row) =>
          String(row.person_id),
        ),
      );
      const tied = w.ties
        .filter(([one, other]) => one !== other)
        .flatMap(([one, other]) => [
          ...(w.named.includes(one) ? [other] : []),
          ...(w.named.includes(other) ? [one] : []),
        ]);
      const mayNot = [
        ...w.named,
        ...tied.filter(handles),
        ...ids
          .map((_, i) => i)
          .filter((i) =>
            rolesNow(i).some((role) => role !== "line-manager" && w.about.includes(role)),
          ),
      ];
      for (const i of mayNot) expect(walled.has(ids[i] as string), `${i} is walled`).toBe(true);
      const told =
        await sqlOwner`select person_id, path from notices where matter_id = ${reportId}`;
      const [triage] = await sqlOwner`select owner_id from triages where report_id = ${reportId}`;
      const owner = triage?.owner_id ? String(triage.owner_id) : null;
      expect(told.filter((n) => walled.has(String(n.person_id)))).toEqual([]);
      expect(owner !== null && walled.has(owner)).toBe(false);
      for (const [i, personId] of ids.entries()) {
        if (!walled.has(personId) || w.suspended.includes(i)) continue;
        await withScope(claims[i] as { tokenHash: string }, async (tx, actor) => {
          const found = await findings(tx, actor, reportId);
          expect(found.filter((name) => i !== w.reporter || !own.includes(name))).toEqual([]);
        });
      }
      // Somebody eligible: any handler who is neither walled nor suspended.
      const eligible = ids.filter(
        (personId, i) =>
          !walled.has(personId) && (!w.suspended.includes(i) || i === w.reporter) && handles(i),
      );
      expect(owner !== null, `owner among ${eligible.length}`).toBe(eligible.length > 0);
      if (owner) {
        expect(eligible).toContain(owner);
        const i = ids.indexOf(owner);
        // They do not only see it: they can triage it.
        await withScope(claims[i] as { tokenHash: string }, (tx, actor) =>
          loadWaiting(tx, actor, reportId),
        );
        expect(told.some((n) => n.person_id === owner)).toBe(true);
      }
      // In half of the worlds, for the time it takes.
      if (owner && w.reporter % 2 === 0) await standAside(owner, reportId);
      // A configuration that setup lets pass reaches somebody, whoever of one role is named.
      if (safe.length === 0 && walled.size <= 1) expect(owner).not.toBeNull();
    }),
    { numRuns: Number(process.env.WORLDS ?? 40), includeErrorInReport: true },
  );
});
