import type { Holder, Route } from "./types";

/** Roles whose several holders work as one: all of them are told. */
const shared: ReadonlySet<string> = new Set(["dsl", "headteacher", "dpo"]);

export type Handlers = {
  /** Null only when every role of the chain is walled or empty: then the report goes outward. */
  owner: Holder | null;
  told: Holder[];
  external: readonly string[];
};

/**
 * The first eligible owner down the route's chain, and everybody else to be told, once each.
 * `walled` holds person ids; nobody in it is ever returned (B5.1). `chosen` are people the
 * reporter asked to tell. Two holders of one role: the one listed first owns, the others are told.
 */
export function chooseHandler(
  route: Route,
  holders: readonly Holder[],
  walled: ReadonlySet<string>,
  chosen: readonly Holder[] = [],
): Handlers {
  const eligible = holders.filter((holder) => !walled.has(holder.personId));
  const owner =
    route.owners.flatMap((role) => eligible.filter((holder) => holder.role === role))[0] ?? null;
  const told = new Map<string, Holder>();
  const candidates = [
    ...eligible.filter((holder) => owner && holder.role === owner.role && shared.has(holder.role)),
    ...route.told.flatMap((role) => eligible.filter((holder) => holder.role === role)),
    ...chosen.filter((holder) => !walled.has(holder.personId)),
  ];
  for (const holder of candidates) {
    if (holder.personId !== owner?.personId && !told.has(holder.personId)) {
      told.set(holder.personId, holder);
    }
  }
  return { owner, told: [...told.values()], external: route.external };
}
