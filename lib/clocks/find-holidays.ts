import englandAndWales from "./holidays/england-and-wales.json" with { type: "json" };
import northernIreland from "./holidays/northern-ireland.json" with { type: "json" };
import scotland from "./holidays/scotland.json" with { type: "json" };
import type { Calendar, SchoolTime } from "./types";

/** The bank holidays of a nation. Of one we do not know, none: its clocks are then due earlier. */
export function findHolidays(nation: string): readonly string[] {
  const lists = [englandAndWales, scotland, northernIreland];
  return lists.find((list) => list.nations.includes(nation))?.days ?? [];
}

export const calendarOf = (school: SchoolTime): Calendar => ({
  ...school,
  bankHolidays: findHolidays(school.nation),
});
