import type { Role } from "@/lib/access/types";
import type { Holder, Route } from "./types";

/** When a whole chain is walled or empty, anybody who handles anything, in this order. */
export const lastResort: readonly Role[] = [
  "trust-lead",
  "trust-chair",
  "chair",
  "vice-chair",
  "headteacher",
  "dsl",
  "deputy-dsl",
  "dpo",
];

/**
 * Everybody a matter of this route would go to, one after another: the route's owners in order,
 * then whoever handles anything. Each person once, and nobody walled.
 */
export function climbChain(
  route: Pick<Route, "owners">,
  holders: readonly Holder[],
  walled: ReadonlySet<string>,
): Holder[] {
  const chain = new Map<string, Holder>();
  for (const role of [...route.owners, ...lastResort]) {
    for (const holder of holders) {
      if (holder.role === role && !walled.has(holder.personId) && !chain.has(holder.personId))
        chain.set(holder.personId, holder);
    }
  }
  return [...chain.values()];
}
