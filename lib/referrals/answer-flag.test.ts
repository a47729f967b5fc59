import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { type CastKey, ledgerOf, makeSchool, openAs, sendAs } from "@/db/testing";
import { recordsInForce } from "@/lib/cases/list-records";
import { answerFlag } from "./answer-flag";
import { flagRecord, flags, raiseFlags } from "./raise-flags";

test("a law is answered with a reason by whoever leads the case, and what was said is kept", async () => {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", {
    affected: "",
    affectedName: "Poppy Ives",
  });
  const { caseId } = await openAs(school, "dsl", reportId);
  const say = async (who: CastKey, said: string, after: number) =>
    withScope(await school.as(who), (tx, actor) =>
      answerFlag(tx, actor, { caseId, code: "pha-1997", after, said, reason: "Twice by now" }),
    );
  for (const who of ["teacher", "colleague", "admin", "governor"] as const)
    await expect(say(who, "advice", 0)).rejects.toMatchObject({ code: "not-found" });
  await say("dsl", "advice", 0);
  await expect(say("headteacher", "dismissed", 0)).rejects.toMatchObject({ code: "conflict" });
  await say("headteacher", "dismissed", 1);
  await withScope(await school.as("dsl"), async (tx, actor) => {
    const records = await recordsInForce(tx, actor, caseId);
    expect(records.of(flagRecord("pha-1997"))?.answers.said).toBe("dismissed");
    expect(records.ever(flagRecord("pha-1997"))).toHaveLength(2);
  });
  expect(await ledgerOf(caseId)).toContain("law-considered");
});

test("each law asks a question, with its source, and is raised where B11 says", () => {
  for (const flag of flags) {
    expect(flag.source.length, flag.code).toBeGreaterThan(2);
    expect(flag.types.length + flag.tracks.length, flag.code).toBeGreaterThan(0);
  }
  const codes = (type: string, track: string) => raiseFlags({ type, track }).map((one) => one.code);
  expect(codes("ADC", "T3")).toEqual(["ea-141f", "disclosure"]);
  expect(codes("RAD", "T2")).toContain("ctsa-26");
  expect(codes("IIC", "T2")).not.toContain("soa-66");
});
