import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { columnOf, permissions, readAction } from "@/lib/access/permissions";
import type { Actor, Role, Track } from "@/lib/access/types";
import { rolesOf } from "@/lib/people/queries";
import { chooseHandler, type Handlers } from "@/lib/schools/choose-handler";
import { matchRoute } from "@/lib/schools/match-route";
import { roleHolders, schoolRoutes } from "@/lib/schools/queries";
import type { Holder, Route, RouteFacts } from "@/lib/schools/types";
import type { Resolved } from "./resolve-people";
import type { ReportInput } from "./schema";

export type Plan = {
  route: Route;
  handlers: Handlers;
  /** Person ids to wall, by the reason. Built before anybody is told. */
  walls: Map<string, "named" | "about-role" | "line-manager" | "conflict">;
  childAffected: boolean;
};

/** When a whole chain is walled, anybody who handles anything and is not walled. */
const lastResort: Role[] = [
  "trust-lead",
  "chair",
  "vice-chair",
  "headteacher",
  "dsl",
  "deputy-dsl",
  "dpo",
];

/** Does holding this role alone show matters of this track? If not, its holder is let in by name. */
export function roleSees(role: Role, track: Track, restricted: boolean): boolean {
  const column = columnOf(role);
  if (column === null) return false;
  const reach = permissions[readAction(track)][column];
  return (
    typeof reach === "object" && reach.school.includes(track) && (!restricted || role === "dsl")
  );
}

const aboutRoles: Role[] = ["headteacher", "dsl", "deputy-dsl", "chair", "governor", "admin"];

async function conflicted(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = (await tx.execute(
    sql`select person_id as id from sec.conflicted_with(array[${list}]) as person_id`,
  )) as unknown as { id: string }[];
  return rows.map((row) => row.id);
}

/**
 * Who owns a report, who is told, and who may never know (B5, B6). The wall comes from who is
 * named, from the answers to "is it about ...?", and from declared conflicts with anybody in it.
 */
export async function planRoute(
  tx: Tx,
  actor: Actor,
  report: ReportInput,
  people: Resolved,
  textOnly: boolean,
): Promise<Plan> {
  const holders = await roleHolders(tx, actor);
  const walls: Plan["walls"] = new Map();
  const responsible = people.parts.filter((p) => p.part === "named" || p.part === "account-holder");
  const affected = people.parts.filter((p) => p.part === "affected");
  for (const id of await conflicted(tx, [
    ...people.parts.map((p) => p.personId),
    ...people.meant,
  ])) {
    walls.set(id, "conflict");
  }
  // Somebody affected, or the reporter, is not shut out by their own tie to the others.
  for (const id of [actor.personId, ...affected.map((p) => p.personId)]) walls.delete(id);
  for (const role of aboutRoles.filter((role) => report.about.includes(role as never))) {
    for (const holder of holders)
      if (holder.role === role) walls.set(holder.personId, "about-role");
  }
  if (report.about.includes("line-manager") && actor.lineManagerId) {
    walls.set(actor.lineManagerId, "line-manager");
  }
  for (const id of [...responsible.map((p) => p.personId), ...people.meant]) walls.set(id, "named");

  const facts: RouteFacts = {
    type: report.type,
    subtype: report.subtype || null,
    affected: affectedAs(report, affected, actor),
    about: report.about,
    namedRoles: await rolesOf(tx, actor, [
      ...responsible.filter((p) => p.personId !== actor.personId).map((p) => p.personId),
      ...people.meant.filter((id) => id !== actor.personId),
      ...(report.about.includes("line-manager") && actor.lineManagerId
        ? [actor.lineManagerId]
        : []),
    ]),
    namedKinds: responsible.map((p) => p.kind),
    affectedRoles: await rolesOf(
      tx,
      actor,
      affected.map((p) => p.personId),
    ),
    affectedKinds: affected.map((p) => p.kind),
    textOnly,
  };
  const route = matchRoute(await schoolRoutes(tx, actor), facts);
  const walled = new Set(walls.keys());
  const handlers = chooseHandler(route, holders, walled, chosen(report, actor, holders));
  if (!handlers.owner)
    handlers.owner = chooseHandler({ ...route, owners: lastResort }, holders, walled).owner;
  return { route, handlers, walls, childAffected: facts.affectedKinds.includes("pupil") };
}

function affectedAs(
  report: ReportInput,
  affected: Resolved["parts"],
  actor: Actor,
): RouteFacts["affected"] {
  if (affected.some((p) => p.kind === "pupil")) return "pupil";
  if (affected.some((p) => p.personId === actor.personId)) return "me";
  if (affected.some((p) => p.kind === "staff" || p.kind === "governor")) return "colleague";
  if (affected.some((p) => p.kind === "parent")) return "parent";
  if (report.affected === "school") return "school";
  return affected.length > 0 ? "other" : "unknown";
}

/** Whom the reporter asked to tell besides (S0-41, S4-38). */
function chosen(report: ReportInput, actor: Actor, holders: readonly Holder[]): Holder[] {
  if (report.recipient === "line-manager" && actor.lineManagerId) {
    return [{ personId: actor.lineManagerId, role: "line-manager" }];
  }
  return holders.filter(
    (holder) =>
      (report.recipient === "dsl" || report.recipient === "headteacher") &&
      holder.role === report.recipient,
  );
}
