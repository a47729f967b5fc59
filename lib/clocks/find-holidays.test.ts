import Holidays from "date-holidays";
import { describe, expect, test } from "vitest";
import { findHolidays } from "./find-holidays";

/** Days that one list has for a reason the other does not know. */
const explained: Record<string, string> = {
  "2026-06-15": "Scotland's one day for the World Cup, by proclamation of February 2026",
};

describe("bank holidays", () => {
  const nations = [
    ["england", "ENG"],
    ["wales", "WLS"],
    ["scotland", "SCT"],
    ["northern-ireland", "NIR"],
  ] as const;
  test.each(nations)("of %s are those an independent calendar knows", (nation, region) => {
    const other = new Holidays("GB", region);
    for (const year of [2026, 2027, 2028, 2029, 2030]) {
      const days = other
        .getHolidays(year)
        .filter((holiday) => ["public", "bank"].includes(holiday.type))
        .map((holiday) => holiday.date.slice(0, 10))
        .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
      const ours = findHolidays(nation).filter((day) => day.startsWith(String(year)));
      expect(ours.filter((day) => !explained[day])).toEqual([...new Set(days)].sort());
    }
  });
  test("of a nation nobody entered are none", () => {
    expect(findHolidays("elsewhere")).toEqual([]);
  });
});
