import { describe, expect, test } from "vitest";
import { describeOnDay, standingOf } from "./describe-entry";

const permission = {
  register: "permission",
  state: "approved",
  startsOn: "2026-01-10",
  endsOn: "2026-03-03",
  askedAt: new Date("2026-01-05T10:00:00Z"),
  decidedAt: new Date("2026-01-07T10:00:00Z"),
  endedAt: null,
};
const declaration = { ...permission, register: "declaration", state: "acknowledged", endsOn: null };

describe("an entry on the day of an event", () => {
  test.each([
    ["2026-01-04", permission, "permission asked for only afterwards, on 5 January 2026", false],
    [
      "2026-01-06",
      permission,
      "permission asked for on 5 January 2026, not answered by that day",
      false,
    ],
    ["2026-01-08", permission, "permission began only on 10 January 2026", false],
    ["2026-03-03", permission, "permission in force until 3 March 2026", true],
    ["2026-03-04", permission, "permission expired on 3 March 2026", false],
    [
      "2026-02-02",
      { ...permission, state: "revoked", endedAt: new Date("2026-02-01T10:00:00Z") },
      "permission revoked on 1 February 2026",
      false,
    ],
    [
      "2026-01-31",
      { ...permission, state: "revoked", endedAt: new Date("2026-02-01T10:00:00Z") },
      "permission in force until 3 March 2026",
      true,
    ],
    [
      "2026-01-08",
      { ...permission, state: "refused" },
      "permission refused on 7 January 2026",
      false,
    ],
    ["2026-01-04", declaration, "declaration made only afterwards, on 5 January 2026", false],
    ["2026-01-06", declaration, "declared on 5 January 2026, not acknowledged by that day", true],
    ["2026-01-07", declaration, "declared on 5 January 2026, acknowledged on 7 January 2026", true],
    [
      "2026-01-09",
      { ...declaration, state: "discussed" },
      "declared on 5 January 2026, not acknowledged by that day",
      true,
    ],
  ])("%s: %s", (day, entry, words, holds) => {
    expect(describeOnDay(entry, day)).toEqual({ words, holds });
  });
});

describe("how an entry stands in a list", () => {
  test.each([
    ["2026-01-08", permission, "Begins on 10 January 2026"],
    ["2026-01-20", permission, "In force until 3 March 2026"],
    ["2026-02-01", permission, "Runs out on 3 March 2026"],
    ["2026-03-04", permission, "Expired on 3 March 2026"],
    ["2026-03-04", { ...permission, register: "account" }, "Review overdue since 3 March 2026"],
    ["2026-03-04", { ...permission, state: "asked" }, "Waiting for an answer"],
    ["2026-03-04", declaration, "Acknowledged"],
    ["2026-03-04", { ...permission, state: "revoked" }, "Revoked"],
  ])("%s: %s", (today, entry, words) => {
    expect(standingOf(entry, today).words).toBe(words);
  });
});
