import type { Role } from "@/lib/access/types";
import { checkRoutes } from "./check-routes";
import type { Holder, Route } from "./types";

/** A holder with what setup knows of them: a role counts once its holder can sign in. */
export type KnownHolder = Holder & { name: string; canSignIn: boolean };

/** Roles no school starts without, whatever its routes fall back on. */
const required: readonly Role[] = ["dsl", "headteacher", "chair"];
/** Roles whose absence is named first, because one person usually closes many gaps at once. */
const usual: readonly Role[] = [...required, "deputy-dsl", "vice-chair", "trust-lead", "dpo"];

const vacant = (roles: readonly Role[], holders: readonly Holder[]) =>
  roles.filter((role) => !holders.some((holder) => holder.role === role));

/**
 * What still stands between a school and its first report, in sentences; empty when every route of
 * B6 reaches somebody who can sign in. `words` says a role in words.
 */
export function findGaps(
  routes: readonly Route[],
  holders: readonly KnownHolder[],
  words: Readonly<Record<string, string>>,
): string[] {
  if (routes.length === 0) return ["The national routes are not loaded."];
  const missing = checkRoutes(routes, holders);
  const nobody = vacant(missing.length > 0 ? usual : required, holders);
  if (nobody.length > 0) {
    const kinds =
      missing.length > 0
        ? [`Until then ${missing.length} kinds of report would reach nobody.`]
        : [];
    return [...nobody.map((role) => `Nobody is ${words[role] ?? role}.`), ...kinds];
  }
  if (missing.length > 0) return missing.map((sentence) => `${sentence}.`);
  const ready = holders.filter((holder) => holder.canSignIn);
  if (vacant(required, ready).length === 0 && checkRoutes(routes, ready).length === 0) return [];
  const owning = new Set(routes.flatMap((route) => route.owners));
  const waiting = new Map<string, { name: string; roles: Role[] }>();
  for (const { personId, name, role, canSignIn } of holders) {
    if (canSignIn || !owning.has(role)) continue;
    const known = waiting.get(personId) ?? { name, roles: [] };
    waiting.set(personId, { name, roles: [...known.roles, role] });
  }
  return [...waiting.values()].map(
    ({ name, roles }) =>
      `${name} (${roles.map((role) => words[role] ?? role).join(", ")}) has not accepted the invitation.`,
  );
}
