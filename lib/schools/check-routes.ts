import { chooseHandler } from "./choose-handler";
import type { Holder, Route } from "./types";

/**
 * Sentences naming every way a report could reach nobody: with nobody walled, with the roles of
 * the route walled, and with any one further person named. Empty: the configuration is safe.
 * Setup and every change of role refuse a school for which this is not empty (B5.2, B6).
 */
export function checkRoutes(routes: readonly Route[], holders: readonly Holder[]): string[] {
  const problems = new Set<string>();
  for (const route of routes) {
    const about = new Set(
      holders.filter((h) => route.walled.includes(h.role)).map((h) => h.personId),
    );
    const words = route.about.replaceAll("-", " ");
    if (!chooseHandler(route, holders, about).owner) {
      problems.add(`A report of the kind "${words}" would reach nobody`);
      continue;
    }
    for (const { personId } of holders) {
      if (!chooseHandler(route, holders, new Set([...about, personId])).owner) {
        problems.add(
          `A report of the kind "${words}" would reach nobody if one person were named in it`,
        );
      }
    }
  }
  return [...problems];
}
