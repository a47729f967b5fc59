import { describe, expect, test } from "vitest";
import { findDefects } from "./find-defects";
import national from "./packs/national.json" with { type: "json" };
import { readPack } from "./read-pack";
import type { Clause, Defect, PolicyText } from "./types";

const today = "2026-11-21";
const head = {
  number: 1,
  title: "Online conduct",
  approvedBy: "Governing body",
  approvedOn: "2026-07-06",
  reviewedOn: "2026-06-22",
  nextReviewOn: "2027-07-05",
  statutory: true,
  onWebsite: true,
  linked: [],
  binds: [],
  rules: null,
};
const clause = (code: string, words: string, kind = "prohibition"): Clause => ({
  code,
  kind,
  heading: "",
  words,
  types: [],
  severity: null,
});
/** The national default as a school's own policy: it speaks of everything, safely. */
const whole: PolicyText = { ...head, clauses: national.topics.flatMap((topic) => topic.clauses) };
const with_ = (...clauses: Clause[]): PolicyText => ({
  ...whole,
  clauses: [...whole.clauses, ...clauses],
});
const alone = (...clauses: Clause[]): PolicyText => ({ ...head, clauses });
const pack = (code: string): PolicyText => {
  const found = readPack(code);
  if (!found) throw new Error(`No pack ${code}`);
  return found;
};
const said = (defects: Defect[]) =>
  defects.map(({ clause: at, code }) => `${at ?? "whole"} ${code}`);
const found = (policy: PolicyText) => said(findDefects(policy, today)).sort();

describe("what is found in the five policies", () => {
  // Part A of the domain specification lists these; silences are A6-3, unsafe rules A6.
  test("S0: overdue, a star without a footnote, a scope its rules go beyond, five unsafe rules", () => {
    expect(found(pack("S0"))).toEqual([
      "S0-01 footnote",
      "S0-01 scope",
      "S0-08 A6-10",
      "S0-17 A6-6",
      "S0-34 A6-1",
      "S0-40 A6-2",
      "S0-43 A6-5",
      "whole A6-3-about-head",
      "whole A6-3-acknowledgement",
      "whole A6-3-child-concern",
      "whole A6-3-data-breach",
      "whole A6-3-retention",
      "whole review-overdue",
    ]);
  });

  test("S1: no approver or date, old guidance, a garbled Act, a paragraph that is not there", () => {
    expect(found(pack("S1"))).toEqual([
      "S1-01 A6-9",
      "S1-02 A6-7-kcsie",
      "S1-02 A6-7-prevent",
      "S1-02 act-year",
      "S1-02 broken-reference",
      "S1-08 A6-11",
      "S1-35 A6-4",
      "S1-36 A6-1",
      "S1-37 A6-6",
      "S1-39 A6-2",
      "S1-42 A6-2",
      "S1-43 A6-7-prevent",
      "whole A6-3-acknowledgement",
      "whole A6-3-data-breach",
      "whole A6-3-retention",
      "whole A6-3-support",
      "whole no-approval-date",
      "whole no-approver",
      "whole no-review-date",
    ]);
  });

  test("S2: no date or review, and silent on cyberbullying, evidence and indecent images", () => {
    expect(found(pack("S2"))).toEqual([
      "S2-01 scope",
      "S2-12 A6-6",
      "whole A6-3-about-head",
      "whole A6-3-acknowledgement",
      "whole A6-3-cyberbullying",
      "whole A6-3-data-breach",
      "whole A6-3-evidence",
      "whole A6-3-indecent-images",
      "whole A6-3-police",
      "whole A6-3-retention",
      "whole A6-3-support",
      "whole no-approval-date",
      "whole no-approver",
      "whole no-review-date",
    ]);
  });

  test("S3: reviewed before it was approved, a section that is not there, nobody named to tell", () => {
    expect(found(pack("S3"))).toEqual([
      "S3-05 unnamed-recipient",
      "S3-42 A6-9",
      "S3-48 broken-reference",
      "S3-50 A6-4",
      "whole A6-3-evidence",
      "whole A6-3-indecent-images",
      "whole A6-3-retention",
      "whole A6-3-support",
      "whole review-before-approval",
    ]);
  });

  test("S4: overdue, placeholders, advice of 2014 and 2017, and logging in as proof", () => {
    expect(found(pack("S4"))).toEqual([
      "S4-01 A6-9",
      "S4-01 placeholder",
      "S4-14 A6-12",
      "S4-26 placeholder",
      "S4-27 A6-7-safer-working",
      "S4-31 A6-7-cyberbullying-staff",
      "S4-31 A6-7-preventing-bullying",
      "S4-33 A6-6",
      "S4-40 A6-7-education-support",
      "whole A6-3-about-head",
      "whole A6-3-acknowledgement",
      "whole A6-3-data-breach",
      "whole A6-3-indecent-images",
      "whole no-approval-date",
      "whole no-approver",
      "whole review-overdue",
    ]);
  });
});

describe("nothing is found where nothing is", () => {
  test("the national default, taken as a school's own policy, is clean", () => {
    expect(found(whole)).toEqual([]);
  });

  test.each([
    ["a section of an Act", "Schools follow section 26 of the Counter-Terrorism Act 2015."],
    [
      "an Act and then its section",
      "Under the Communications Act 2003 (section 127) it is a crime.",
    ],
    [
      "guidance in force",
      "We follow Keeping children safe in education (2025) and Prevent (2023).",
    ],
    ["guidance without a year", "We follow Keeping children safe in education as it stands."],
    ["a link", "Read [the school's policy](https://school.example/policy) first."],
    ["bold and italic", "**Everyone** reads *this policy* and **must not** share it."],
    ["a part of somebody else's document", "See part 5 of Keeping children safe in education."],
    ["monitoring that is no consent", "Use is monitored. Using the IT is not consent to it."],
    ["a form to sign", "Name: ____________ Date: ________"],
    ["brackets that are filled", "The DSL [Mrs Hughes] holds the register (see the list)."],
    ["a screenshot with its exception", "Screen print it, unless it may show a nude image."],
    ["an inquiry after advice", "Every breach is investigated once the police or LADO agree."],
    ["opinions that look like the school's", "Opinions that seem attributable to the school."],
  ])("%s", (_, words) => {
    expect(found(with_(clause("C1", words)))).toEqual([]);
  });

  test("a reference to a clause or a numbered heading that is there", () => {
    const policy = with_(
      { ...clause("C1", "As section 4 says."), heading: "Section 4 - Phones" },
      clause("C2", "See clause 7.2 and paragraph 3."),
      clause("7.2", "Something else."),
      { ...clause("C3", "More."), heading: "3. Scope" },
    );
    expect(found(policy)).toEqual([]);
  });

  test("a star whose footnote is there", () => {
    const policy = with_(
      clause("C1", "Everyone* here reads this."),
      clause("C2", "* employees, volunteers and governors"),
    );
    expect(found(policy)).toEqual([]);
  });
});

describe("each unsafe rule of A6 is found in the words that make it so, and not in their remedy", () => {
  test.each<[code: string, unsafe: PolicyText, safe: PolicyText]>([
    [
      "A6-1",
      with_(clause("X", "Tell the headteacher of any indecent image of a child.", "route")),
      with_(
        clause("X", "Tell the DSL and the headteacher of any indecent image of a child.", "route"),
      ),
    ],
    [
      "A6-2",
      alone(clause("X", "Take screen shots of every message.", "evidence")),
      alone(
        clause("X", "Take screen shots of every message.", "evidence"),
        clause("Y", "Never copy a nude or sexual image of a child."),
      ),
    ],
    [
      "A6-4",
      alone(clause("X", "Report every concern to the headteacher.", "route")),
      alone(
        clause("X", "Report every concern to the headteacher.", "route"),
        clause("Y", "One about the headteacher goes to the chair of governors.", "route"),
      ),
    ],
    [
      "A6-5",
      alone(clause("X", "It is for the individual to decide on telling the police.")),
      alone(
        clause("X", "The individual decides on telling the police, unless a child is at risk."),
      ),
    ],
    [
      "A6-6",
      alone(clause("X", "All breaches will be fully investigated.")),
      alone(clause("X", "All breaches will be fully investigated after the police agree.")),
    ],
    [
      "A6-9",
      alone(clause("X", "This covers agency staff.", "scope")),
      alone(clause("X", "This covers agency staff, and their agency is told.", "scope")),
    ],
    [
      "A6-10",
      alone(clause("X", "Staff must not make any reference to a pupil or to the school.")),
      alone(
        clause("X", "Staff must not make any reference to a pupil or to the school."),
        clause("Y", "Whistleblowing and union activity are no breach."),
      ),
    ],
    [
      "A6-11",
      alone(clause("X", "By using our IT you give consent for monitoring.")),
      alone(clause("X", "We monitor the use of our IT; the privacy notice says why.")),
    ],
    [
      "A6-12",
      alone(clause("X", "A post is deemed the act of the user logged in.")),
      alone(clause("X", "Who posted is a finding on the evidence, whoever was logged in.")),
    ],
  ])("%s", (code, unsafe, safe) => {
    expect(found(unsafe)).toContain(`X ${code}`);
    expect(found(safe).filter((line) => line.endsWith(code))).toEqual([]);
  });

  test("A6-3: a topic left out is named with the national default that applies", () => {
    for (const topic of national.topics.filter((item) => item.coveredBy !== null)) {
      const codes = new Set(topic.clauses.map((item) => item.code));
      const silent = { ...whole, clauses: whole.clauses.filter((item) => !codes.has(item.code)) };
      const defect = findDefects(silent, today).find((item) => item.code === `A6-3-${topic.topic}`);
      // Some topics are spoken of in two places of the default.
      if (["child-concern", "police", "outcome", "about-head"].includes(topic.topic)) continue;
      expect(defect?.instead, topic.topic).toBe(topic.clauses.map((item) => item.words).join(" "));
    }
    expect(found(alone(clause("X", "Be kind.")))).toHaveLength(
      national.topics.filter((item) => item.coveredBy !== null).length,
    );
  });

  test("A6-7: old guidance by its year, in figures or in short, and bodies by their name", () => {
    const cites = (words: string) => found(with_(clause("X", words)));
    expect(cites("the old edition (Sep 18) of Keeping Children Safe in Education")).toEqual([
      "X A6-7-kcsie",
    ]);
    expect(cites("KCSIE 2018, Prevent duty 2015")).toEqual(["X A6-7-kcsie", "X A6-7-prevent"]);
    expect(cites("Preventing and Tackling Bullying 2017")).toEqual(["X A6-7-preventing-bullying"]);
    expect(cites("the Data Protection Act 1998")).toEqual(["X A6-7-data-1998"]);
    expect(cites("call Action Fraud")).toEqual(["X A6-7-action-fraud"]);
  });

  test("A6-8: dates that are missing, past or out of order", () => {
    const dates = (change: Partial<PolicyText>) => found({ ...whole, ...change });
    expect(dates({ approvedBy: null, approvedOn: null, nextReviewOn: null })).toEqual([
      "whole no-approval-date",
      "whole no-approver",
      "whole no-review-date",
    ]);
    expect(dates({ nextReviewOn: today })).toEqual([]);
    expect(dates({ nextReviewOn: "2026-11-20" })).toEqual(["whole review-overdue"]);
    expect(dates({ approvedOn: "2026-07-06", nextReviewOn: "2026-07-05" })).toEqual([
      "whole review-before-approval",
    ]);
    expect(dates({ approvedOn: "2026-11-22" })).toEqual(["whole approved-later"]);
  });

  test("A6-6 names the clause that forbids what another one orders", () => {
    const [defect] = findDefects(
      alone(
        clause("X", "Every breach is investigated."),
        clause("Y", "The school must not investigate the matter itself."),
      ),
      today,
    );
    expect(defect?.words).toContain("clause Y forbids it");
  });
});
