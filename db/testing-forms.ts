import { asOwner, type CastKey, type TestSchool } from "@/db/testing";

const day = (name: string, on: Date) => ({
  [`${name}-day`]: String(on.getUTCDate()),
  [`${name}-month`]: String(on.getUTCMonth() + 1),
  [`${name}-year`]: String(on.getUTCFullYear()),
});
const nextMonth = () => new Date(Date.now() + 30 * 24 * 3600 * 1000);
const yesterday = () => new Date(Date.now() - 24 * 3600 * 1000);

/** Every answer the steps of a case ask for, so that one of them at a time can be taken away. */
export const filled = (school: TestSchool): Record<string, unknown> => ({
  reason: "Because of this",
  body: "lado",
  releasedBy: "Mrs Hale, LADO, 4417",
  ...day("released", yesterday()),
  investigatorId: school.people.deputy,
  where: "school",
  affectedSide: "It hurt her",
  namedSide: "He says it was a joke",
  result: "upheld",
  ...day("review", nextMonth()),
  contact: "agreed",
  outcome: "support-only",
  told: "yes",
  support: "taken",
  why: "information",
  school: "Oak Primary",
  receipt: "Mr Dunn",
  ...day("received", yesterday()),
  by: "Colin Webb",
});

/** Writes a form of a case as it is now, with these answers beside the usual ones. */
export async function writeAs(
  school: TestSchool,
  who: CastKey,
  caseId: string,
  kind: string,
  about?: CastKey,
  answers: Record<string, unknown> = {},
): Promise<void> {
  const { withScope } = await import("@/db/scope");
  const { writeRecord } = await import("@/lib/cases/write-record");
  const { writeRecordSchema } = await import("@/lib/cases/schema");
  const aboutId = about ? school.people[about] : caseId;
  const [last] = await asOwner()`select max(version) as version from case_records
    where case_id = ${caseId} and kind = ${kind} and about_id = ${aboutId}`;
  const usual = {
    ...filled(school),
    route: "formal",
    police: "undecided",
    asked: "Dilys asked her",
    basis: "child",
    protected: "no",
    limbs: "threat",
    finding: kind === "finding" ? "substantiated" : "evidenced",
    assessment: "low-level",
    engaged: "employee",
    teacher: "no",
    contact: "Lena Moss",
  };
  const input = writeRecordSchema.parse({
    ...usual,
    ...answers,
    caseId,
    kind,
    aboutId,
    after: Number(last?.version ?? 0),
  });
  await withScope(await school.as(who), (tx, actor) => writeRecord(tx, actor, input));
}
