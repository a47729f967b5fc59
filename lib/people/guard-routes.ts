import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { checkRoutes } from "@/lib/schools/check-routes";
import { roleHolders, schoolDetails, schoolRoutes } from "@/lib/schools/queries";

/** Only who administers people gets past; the role for the ledger comes back. */
export function requireAdmin(actor: Actor) {
  const role = roleFor(actor, "administer-people");
  if (!role) throw notFound();
  return role;
}

/**
 * Refuses a change after which some report would reach nobody (B5.2). Called inside the change's
 * transaction, so what it reads is the school as it would be. A school that is not live yet takes
 * no report and is still being filled.
 */
export async function guardRoutes(
  tx: Tx,
  actor: Actor,
  gone: (holder: { personId: string }) => boolean = () => false,
) {
  if (!(await schoolDetails(tx, actor)).liveAt) return;
  const holders = (await roleHolders(tx, actor)).filter((holder) => !gone(holder));
  const problems = checkRoutes(await schoolRoutes(tx, actor), holders);
  if (problems[0]) throw conflict(`${problems[0]}. Give somebody else the role first`);
}
