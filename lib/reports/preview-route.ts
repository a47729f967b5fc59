import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { namesOf } from "@/lib/people/queries";
import { roleWords } from "./labels";
import { isTold, planRoute } from "./plan-route";
import { resolvePeople } from "./resolve-people";
import type { ReportInput } from "./schema";

/**
 * Who would see this if it were sent now, by the routing that sending uses. It goes by the
 * reporter's own words only: that somebody declared a tie to a person named is not theirs to know.
 */
export async function previewRoute(
  tx: Tx,
  actor: Actor,
  report: ReportInput,
  textOnly: boolean,
): Promise<{ roles: Role[]; words: string[]; external: readonly string[] }> {
  const people = await resolvePeople(tx, actor, report);
  const plan = await planRoute(tx, actor, report, people, { textOnly, withConflicts: false });
  const { owner, told } = plan.handlers;
  const seers = [...(owner ? [owner] : []), ...told.filter((holder) => isTold(plan, holder))];
  const names = await namesOf(
    tx,
    actor,
    seers.map((holder) => holder.personId),
  );
  return {
    roles: seers.map((holder) => holder.role),
    words: seers.map((holder) => {
      const name = holder.personId === actor.personId ? "you" : names.get(holder.personId);
      return name ? `${name} (${roleWords[holder.role]})` : `the ${roleWords[holder.role]}`;
    }),
    external: plan.route.external,
  };
}
