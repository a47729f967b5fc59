import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  ledgerOf,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { filled } from "@/db/testing-forms";
import type { Actor } from "@/lib/access/types";
import { localInstant } from "@/lib/dates";
import { beginClock } from "./begin-clock";
import { listClocks } from "./list-clocks";
import { moveCase } from "./move-case";
import { pauseClock, resumeClock } from "./pause-clock";
import { remindOf } from "./remind-handlers";
import { settleClock } from "./settle-clock";

const child = { affected: "", affectedName: "Poppy Ives" };
const as = async <R>(
  school: TestSchool,
  who: CastKey,
  work: (tx: Tx, actor: Actor) => Promise<R>,
  at?: Date,
) => withScope({ ...(await school.as(who)), ...(at ? { at } : {}) }, work);

/** A case of a child's, owned by the DSL, and its clock of one kind. */
async function opened() {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", child);
  const { caseId } = await openAs(school, "dsl", reportId);
  return { school, caseId, reportId };
}
const begin = (school: TestSchool, caseId: string, kind: string, day: string, at?: Date) =>
  as(school, "dsl", (tx, actor) => beginClock(tx, actor, { caseId, kind, day, time: "09:00" }), at);
const clockOf = async (school: TestSchool, caseId: string, kind: string) => {
  const all = await as(school, "dsl", (tx, actor) => listClocks(tx, actor, { caseId }));
  const found = all.find((clock) => clock.kind === kind && !clock.stoppedAt);
  if (!found) throw new Error(`No clock ${kind}`);
  return found;
};
const dueOf = async (caseId: string) =>
  (await asOwner()`select due_at from cases where id = ${caseId}`)[0]?.due_at as Date | null;

describe("a deadline that an event sets off", () => {
  test("runs from its event, moves the case's deadline, and stands in the timeline", async () => {
    const { school, caseId } = await opened();
    await begin(school, caseId, "ico", "2026-11-20");
    const clock = await clockOf(school, caseId, "ico");
    expect(clock.dueAt).toEqual(localInstant("2026-11-23", "09:00"));
    expect([clock.force, clock.mark, clock.basis]).toEqual([
      "statutory",
      "V2",
      "UK GDPR article 33",
    ]);
    expect(await dueOf(caseId)).toEqual(clock.dueAt);
    expect(await ledgerOf(caseId)).toContain("clock-begun");
  });
  test("does not start in the future, in a closed case, or for somebody else", async () => {
    const { school, caseId } = await opened();
    await expect(begin(school, caseId, "ico", "2099-01-01")).rejects.toMatchObject({
      fields: { from: "The day and time must be now or earlier" },
    });
    const other = await makeSchool();
    const input = { caseId, kind: "ico" as const, day: "2026-11-20", time: "" };
    for (const [where, who] of [
      [school, "teacher"],
      [school, "governor"],
      [school, "chair"],
      [other, "dsl"],
    ] as const) {
      await expect(
        as(where, who, (tx, actor) => beginClock(tx, actor, input)),
      ).rejects.toMatchObject({ code: "not-found" });
    }
  });
});

describe("a pause", () => {
  test("gives a subject access request back the days it waited, and reminds nobody", async () => {
    const { school, caseId } = await opened();
    await begin(school, caseId, "subject-access", "2026-11-02");
    const clock = await clockOf(school, caseId, "subject-access");
    expect(clock.dueAt).toEqual(localInstant("2026-12-02", "23:59"));
    const pausedAt = localInstant("2026-11-10", "10:00");
    const input = { caseId, clockId: clock.id, awaited: "Which years, from the parent" };
    await as(
      school,
      "dsl",
      (tx, actor) => pauseClock(tx, actor, { ...input, reason: "clarification" }),
      pausedAt,
    );
    await remindOf(school.schoolId, clock.id, localInstant("2027-02-01", "10:00"));
    const told = await asOwner()`select 1 from notices where kind like 'clock-%'
      and matter_id = ${caseId}`;
    expect(told).toHaveLength(0);
    await as(
      school,
      "dsl",
      (tx, actor) => resumeClock(tx, actor, input),
      localInstant("2026-11-17", "15:00"),
    );
    const after = await clockOf(school, caseId, "subject-access");
    expect(after.dueAt).toEqual(localInstant("2026-12-09", "23:59"));
    expect(after.pauses).toMatchObject([
      { reason: "clarification", words: "Which years, from the parent", pausedAt },
    ]);
    expect(after.pauses[0]?.resumedAt).toEqual(localInstant("2026-11-17", "15:00"));
    expect((await ledgerOf(caseId)).slice(-2)).toEqual(["clock-paused", "clock-resumed"]);
  });

  test("is refused where the law gives none, for a reason that is not its own, and twice", async () => {
    const { school, caseId } = await opened();
    await begin(school, caseId, "lado", "2026-11-20");
    const lado = await clockOf(school, caseId, "lado");
    const wait = (clockId: string, reason: "answer" | "outside" | "clarification") =>
      as(school, "dsl", (tx, actor) =>
        pauseClock(tx, actor, { caseId, clockId, reason, awaited: "Somebody is away" }),
      );
    for (const reason of ["answer", "outside", "clarification"] as const)
      await expect(wait(lado.id, reason)).rejects.toHaveProperty("fields.reason");
    const review = await clockOf(school, caseId, "review");
    await expect(wait(review.id, "clarification")).rejects.toHaveProperty("fields.reason");
    await wait(review.id, "outside");
    await expect(wait(review.id, "outside")).rejects.toMatchObject({ code: "conflict" });
    expect((await clockOf(school, caseId, "lado")).pausedAt).toBeNull();
    await expect(
      as(school, "dsl", (tx, actor) => resumeClock(tx, actor, { caseId, clockId: lado.id })),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("is for whoever works the case: nobody walled, no other role, no other school", async () => {
    const { school, caseId } = await opened();
    const other = await makeSchool();
    const { id } = await clockOf(school, caseId, "review");
    await asOwner()`insert into walls values (${school.schoolId}, ${school.people.deputy}, ${caseId}, 'conflict', now())`;
    const input = { caseId, clockId: id, reason: "outside" as const, awaited: "x", words: "x" };
    for (const [where, who] of [
      [school, "deputy"],
      [school, "teacher"],
      [school, "admin"],
      [other, "dsl"],
    ] as const) {
      for (const verb of [pauseClock, resumeClock, settleClock] as const)
        await expect(
          as(where, who, (tx, actor) => verb(tx, actor, input)),
          who,
        ).rejects.toMatchObject({ code: "not-found" });
    }
    const mine = await opened();
    await expect(
      as(mine.school, "dsl", (tx, actor) =>
        settleClock(tx, actor, { ...input, caseId: mine.caseId }),
      ),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a deadline that is met", () => {
  test("says what was done, ends once, and no longer holds the case open", async () => {
    const { school, caseId } = await opened();
    await begin(school, caseId, "social-care", "2026-11-20");
    const close = async () => {
      const [found] = await asOwner()`select version from cases where id = ${caseId}`;
      return as(school, "dsl", (tx, actor) =>
        moveCase(tx, actor, {
          ...filled(school),
          caseId,
          version: Number(found?.version),
          action: "close",
        }),
      );
    };
    await expect(close()).rejects.toHaveProperty("fields.reason");
    const { id } = await clockOf(school, caseId, "social-care");
    const input = { caseId, clockId: id, words: "Rang the duty team, reference 4417" };
    await as(school, "dsl", (tx, actor) => settleClock(tx, actor, input));
    await expect(
      as(school, "dsl", (tx, actor) => settleClock(tx, actor, input)),
    ).rejects.toMatchObject({ code: "conflict" });
    const [event] = await asOwner()`select title, words from case_events
      where case_id = ${caseId} and kind = 'clock' order by at desc limit 1`;
    expect(event).toEqual({
      title: "Deadline met: Refer to children's social care",
      words: "Rang the duty team, reference 4417",
    });
    const review = await clockOf(school, caseId, "review");
    expect(await dueOf(caseId)).toEqual(review.dueAt);
    await close();
  });

  test("a clock that started with the report is met in its case", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", { ...child, named0Name: "Colin Webb" });
    const { caseId } = await openAs(school, "headteacher", reportId);
    const all = await as(school, "headteacher", (tx, actor) => listClocks(tx, actor, { caseId }));
    const lado = all.find((clock) => clock.kind === "lado");
    expect(lado?.stoppedAt).toBeNull();
    expect(await dueOf(caseId)).toEqual(lado?.dueAt);
    await as(school, "headteacher", (tx, actor) =>
      settleClock(tx, actor, { caseId, clockId: lado?.id ?? "", words: "Rang the LADO" }),
    );
    const [row] = await asOwner()`select stopped_words from clocks where id = ${lado?.id ?? ""}`;
    expect(row?.stopped_words).toBe("Rang the LADO");
  });
});
