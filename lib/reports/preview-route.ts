import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { namesOf } from "@/lib/people/queries";
import { roleHolders } from "@/lib/schools/queries";
import { nameRoles } from "./name-roles";
import { isTold, planRoute } from "./plan-route";
import { resolvePeople } from "./resolve-people";
import type { ReportInput } from "./schema";
import { findDataTeam } from "./tell-data-team";

/**
 * Who would see this if it were sent now, by the routing that sending uses, and which roles the
 * reporter could have told besides. It goes by the
 * reporter's own words only: that somebody declared a tie to a person named is not theirs to know.
 */
export async function previewRoute(
  tx: Tx,
  actor: Actor,
  report: ReportInput,
  textOnly: boolean,
): Promise<{ words: string[]; mayAlso: Role[]; roles: Record<string, string> }> {
  const people = await resolvePeople(tx, actor, report);
  const plan = await planRoute(tx, actor, report, people, { textOnly, withConflicts: false });
  const { owner, told } = plan.handlers;
  const roles = await nameRoles(tx, actor);
  const seers = [...(owner ? [owner] : []), ...told.filter((holder) => isTold(plan, holder))];
  const names = await namesOf(
    tx,
    actor,
    seers.map((holder) => holder.personId),
  );
  const unseen = (await roleHolders(tx, actor)).filter(
    (holder) =>
      !plan.walls.has(holder.personId) && !seers.some((s) => s.personId === holder.personId),
  );
  const manager = actor.lineManagerId;
  const managerMay =
    manager && !plan.walls.has(manager) && !seers.some((seer) => seer.personId === manager);
  const team = report.type === "DBR" ? await findDataTeam(tx, actor) : null;
  return {
    mayAlso: [
      ...new Set(unseen.map((h) => h.role)),
      ...(managerMay ? ["line-manager" as const] : []),
    ],
    roles,
    words: seers
      .map((holder) => {
        const name = holder.personId === actor.personId ? "you" : names.get(holder.personId);
        const role = roles[holder.role]?.replace(/ \((\w+)\)$/, ", $1") ?? holder.role;
        return name ? `${name} (${role})` : `the ${role}`;
      })
      .concat(team ? [`${team.name}, whom the school tells`] : []),
  };
}
