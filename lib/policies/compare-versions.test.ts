import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareDetails, compareVersions, compareWords } from "./compare-versions";
import type { Clause, PolicyText } from "./types";

const clause = (code: string, words: string): Clause => ({
  code,
  kind: "prohibition",
  heading: "",
  words,
  types: ["APB"],
  severity: null,
});
const version = (number: number, clauses: Clause[]): PolicyText => ({
  number,
  title: "Online conduct",
  approvedBy: "Governing body",
  approvedOn: "2026-07-06",
  reviewedOn: null,
  nextReviewOn: "2027-07-05",
  statutory: true,
  onWebsite: true,
  linked: [],
  binds: [],
  rules: null,
  clauses,
});

describe("two versions side by side", () => {
  test("each side can be written again from the runs, to the letter", () => {
    const text = fc
      .array(fc.constantFrom("staff", "never", "keep", " ", "  ", "\n", "pupils"))
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = compareWords(before, after);
        const side = (other: string) =>
          runs.flatMap((run) => (run.mark === other ? [] : [run.words])).join("");
        expect([side("new"), side("gone")]).toEqual([before, after]);
      }),
    );
  });

  test("what was changed is marked and nothing else", () => {
    expect(
      compareWords("Keep every message. Tell the head.", "Keep every message. Tell the DSL."),
    ).toEqual([
      { mark: "same", words: "Keep every message. Tell the " },
      { mark: "gone", words: "head." },
      { mark: "new", words: "DSL." },
    ]);
  });

  test("words changed one after the other are one change, with the spaces between them", () => {
    expect(compareWords("Locked while pupils are near.", "Locked all day.")).toEqual([
      { mark: "same", words: "Locked " },
      { mark: "gone", words: "while pupils are near." },
      { mark: "new", words: "all day." },
    ]);
    expect(compareWords("One place.", "One place. Two more.")).toEqual([
      { mark: "same", words: "One place." },
      { mark: "new", words: " Two more." },
    ]);
  });

  test("clauses are matched by code: added, changed, removed where it stood, and moved is the same", () => {
    const rows = compareVersions(
      version(1, [clause("C1", "One."), clause("C2", "Two."), clause("C3", "Three.")]),
      version(2, [clause("C3", "Three."), clause("C1", "One more."), clause("C4", "Four.")]),
    );
    expect(rows.map((row) => [row.code, row.change])).toEqual([
      ["C3", "same"],
      ["C1", "changed"],
      ["C2", "removed"],
      ["C4", "added"],
    ]);
  });

  test("a clause whose words stay but whose kind changes is changed", () => {
    const [row] = compareVersions(
      version(1, [clause("C1", "One.")]),
      version(2, [{ ...clause("C1", "One."), kind: "duty" }]),
    );
    expect(row?.change).toBe("changed");
  });

  test("details that differ are named", () => {
    const next = { ...version(2, []), approvedBy: "Full board", linked: ["Code of conduct"] };
    expect(compareDetails(version(1, []), next).map((row) => row.label)).toEqual([
      "Approved by",
      "To be read with",
    ]);
  });
});
