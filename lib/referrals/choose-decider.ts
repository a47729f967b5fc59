import type { Tx } from "@/db/scope";
import { walledFrom } from "@/lib/access/queries";
import type { Actor } from "@/lib/access/types";
import { ownJudges, partOf } from "@/lib/cases/bar-people";
import { deciders } from "@/lib/cases/transitions";
import { roleHolders } from "@/lib/schools/queries";
import type { Holder } from "@/lib/schools/types";

/**
 * Who decides: the headteacher, or in their place the chair of governors, the vice-chair or the
 * trust lead: the first who is not walled, has no part in it, would not judge what they themself
 * handled and is not the one asking.
 */
export async function chooseDecider(
  tx: Tx,
  actor: Actor,
  caseId: string,
): Promise<Holder | undefined> {
  const holders = await roleHolders(tx, actor);
  const barred = new Set([
    ...(await walledFrom(tx, caseId)),
    ...(await partOf(tx, actor, caseId)),
    ...(await ownJudges(
      tx,
      caseId,
      holders.map((holder) => holder.personId),
    )),
    actor.personId,
  ]);
  return deciders.flatMap((role) =>
    holders.filter((holder) => holder.role === role && !barred.has(holder.personId)),
  )[0];
}
