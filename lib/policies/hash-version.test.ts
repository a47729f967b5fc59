import { describe, expect, test } from "vitest";
import { noRules } from "./describe-rules";
import { hashVersion } from "./hash-version";
import type { Clause, PolicyText } from "./types";

const clause: Clause = {
  code: "C1",
  kind: "prohibition",
  heading: "Phones",
  words: "Phones stay away.",
  types: ["APB"],
  severity: 2,
};
const version: PolicyText = {
  number: 1,
  title: "Online conduct",
  approvedBy: "Governing body",
  approvedOn: "2026-07-06",
  reviewedOn: "2026-06-22",
  nextReviewOn: "2027-07-05",
  statutory: true,
  onWebsite: false,
  linked: ["Code of conduct"],
  binds: ["employee"],
  rules: null,
  clauses: [clause, { ...clause, code: "C2" }],
};

describe("the hash of a version", () => {
  test("is the same for the same text, however the record was read", () => {
    const read = {
      ...structuredClone(version),
      versionId: "x",
      publishedAt: new Date(),
      revision: 4,
    };
    expect(hashVersion(read)).toBe(hashVersion(version));
    expect(hashVersion(version)).toMatch(/^[0-9a-f]{64}$/);
  });

  const changes: [string, Partial<PolicyText>][] = [
    ["number", { number: 2 }],
    ["title", { title: "Online Conduct" }],
    ["approver", { approvedBy: null }],
    ["approval", { approvedOn: "2026-07-07" }],
    ["last review", { reviewedOn: null }],
    ["next review", { nextReviewOn: "2027-07-06" }],
    ["statutory", { statutory: false }],
    ["website", { onWebsite: true }],
    ["linked policies", { linked: [] }],
    ["whom it binds", { binds: ["employee", "governor"] }],
    ["rules", { rules: { ...noRules, imageYears: 2 } }],
    ["order of clauses", { clauses: version.clauses.toReversed() }],
    ...Object.entries({
      code: "C9",
      kind: "duty",
      heading: "",
      words: "Phones stay  away.",
      types: [],
      severity: null,
    }).map(([key, value]): [string, Partial<PolicyText>] => [
      `a clause's ${key}`,
      { clauses: [{ ...clause, [key]: value }, ...version.clauses.slice(1)] },
    ]),
  ];
  test.each(changes)("changes with its %s", (_, change) => {
    expect(hashVersion({ ...version, ...change })).not.toBe(hashVersion(version));
  });
});
