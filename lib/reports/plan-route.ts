import type { Tx } from "@/db/scope";
import { tiedTo } from "@/lib/access/queries";
import type { Actor, Role } from "@/lib/access/types";
import { rolesOf, standingOf } from "@/lib/people/queries";
import { readRules } from "@/lib/policies/read-rules";
import { chooseHandler, type Handlers } from "@/lib/schools/choose-handler";
import { climbChain, lastResort } from "@/lib/schools/climb-chain";
import { clocksOf, matchRoute } from "@/lib/schools/match-route";
import { roleHolders, schoolRoutes } from "@/lib/schools/queries";
import type { Holder, Route, RouteFacts } from "@/lib/schools/types";
import type { Resolved } from "./resolve-people";
import type { ReportInput } from "./schema";

type Walls = Map<string, "named" | "about-role" | "line-manager" | "conflict">;
export type Plan = {
  route: Route;
  handlers: Handlers;
  /** Person ids to wall, by the reason. Built before anybody is told. */
  walls: Walls;
  affected: RouteFacts["affected"];
  /** Clocks from outside that start with it. */
  clocks: readonly string[];
};

/**
 * Is this holder told, and so let in? Of a sealed report only whoever owns it and whoever looks
 * after children: the headteacher may be told the fact in person, never the content (B6 row 21).
 */
export function isTold({ route, handlers }: Plan, holder: Holder): boolean {
  return (
    !route.restricted ||
    holder === handlers.owner ||
    holder.role === "dsl" ||
    holder.role === "deputy-dsl"
  );
}

const aboutRoles: Role[] = [
  "headteacher",
  "dsl",
  "deputy-dsl",
  "chair",
  "governor",
  "trust-lead",
  "admin",
];

const canHandle = (holder: Holder) => lastResort.includes(holder.role);

/**
 * Who may never know (B5.1): whoever is named or could be meant, the holders of the roles the
 * reporter says it is about, and whoever declared a conflict with anybody in it. The reporter and
 * those affected are not shut out by a tie of their own, unless they could handle it.
 */
async function wallsOf(
  tx: Tx,
  actor: Actor,
  report: ReportInput,
  people: Resolved,
  holders: readonly Holder[],
  withConflicts: boolean,
): Promise<Walls> {
  const walls: Walls = new Map();
  if (withConflicts) {
    const near = [...people.parts.filter((p) => !p.fresh).map((p) => p.personId), ...people.near];
    for (const id of await tiedTo(tx, near)) walls.set(id, "conflict");
  }
  const hurt = people.parts.filter((p) => p.part === "affected").map((p) => p.personId);
  for (const id of [actor.personId, ...hurt]) {
    if (!holders.some((holder) => holder.personId === id && canHandle(holder))) walls.delete(id);
  }
  for (const holder of holders) {
    if (aboutRoles.includes(holder.role) && report.about.includes(holder.role as never))
      walls.set(holder.personId, "about-role");
  }
  if (report.about.includes("line-manager") && actor.lineManagerId) {
    walls.set(actor.lineManagerId, "line-manager");
  }
  for (const { personId } of responsibleOf(people)) walls.set(personId, "named");
  for (const id of people.meant) walls.set(id, "named");
  return walls;
}
const responsibleOf = (people: Resolved) =>
  people.parts.filter((p) => p.part === "named" || p.part === "account-holder");

async function factsOf(
  tx: Tx,
  actor: Actor,
  report: ReportInput,
  people: Resolved,
  textOnly: boolean,
): Promise<RouteFacts> {
  const affected = people.parts.filter((p) => p.part === "affected");
  const responsible = responsibleOf(people);
  const named = [...responsible.map((p) => p.personId), ...people.meant];
  if (report.about.includes("line-manager") && actor.lineManagerId) named.push(actor.lineManagerId);
  const known = responsible.filter((p) => !p.fresh).map((p) => p.personId);
  const standing = await standingOf(tx, actor, known);
  return {
    type: report.type,
    subtype: report.subtype || null,
    affected: affectedAs(report, affected, actor),
    about: report.about,
    namedRoles: await rolesOf(tx, actor, [...new Set(named)]),
    namedKinds: responsible.map((p) => p.kind),
    affectedRoles: await rolesOf(
      tx,
      actor,
      affected.map((p) => p.personId),
    ),
    affectedKinds: affected.map((p) => p.kind),
    textOnly,
    namedEngagements: standing.flatMap((one) => one.engagement ?? []),
    namedLeft: standing.some((one) => one.leftAt !== null && one.leftAt <= actor.at),
    againstPolice: report.policeWish === "no",
  };
}

/** What the gate adds to any route: sealed, and told to the DSL whoever it is about (A6-1, B13.2). */
function sealed(route: Route): Route {
  return { ...route, restricted: true, told: [...new Set<Role>([...route.told, "dsl"])] };
}

/** A low-level concern is led by the DSL where the school's policy says so; the headteacher is told. */
async function ledBy(tx: Tx, actor: Actor, route: Route): Promise<Route> {
  if (route.about !== "low-level-concern") return route;
  if ((await readRules(tx, actor)).applied.concernsTo !== "dsl") return route;
  return {
    ...route,
    owners: [...new Set<Role>(["dsl", ...route.owners])],
    told: [...new Set<Role>([...route.told, "headteacher"])],
  };
}

/**
 * Who owns a report, who is told, and who may never know (B5, B6). Without `withConflicts` it is
 * what the reporter's own words lead to: a preview must not show that somebody declared a tie.
 */
export async function planRoute(
  tx: Tx,
  actor: Actor,
  report: ReportInput,
  people: Resolved,
  options: { textOnly: boolean; withConflicts: boolean },
): Promise<Plan> {
  const holders = await roleHolders(tx, actor);
  const everybody = await roleHolders(tx, actor, { suspended: true });
  const walls = await wallsOf(tx, actor, report, people, everybody, options.withConflicts);
  const facts = await factsOf(tx, actor, report, people, options.textOnly);
  const matched = await ledBy(tx, actor, matchRoute(await schoolRoutes(tx, actor), facts));
  let route = options.textOnly ? sealed(matched) : matched;
  const walled = new Set(walls.keys());
  if (route.restricted && holders.every((h) => h.role !== "dsl" || walled.has(h.personId))) {
    // With every DSL walled the deputy looks after the child (B6 row 11).
    route = { ...route, told: [...route.told, "deputy-dsl"] };
  }
  const handlers = chooseHandler(route, holders, walled, chosen(report, actor, holders));
  handlers.owner ??= climbChain(route, holders, walled)[0] ?? null;
  const clocks = clocksOf(route.row, facts);
  return { route, handlers, walls, affected: facts.affected, clocks };
}

/** Whom it happened to, the most careful answer first: a child counts before everybody else. */
function affectedAs(
  report: ReportInput,
  affected: Resolved["parts"],
  actor: Actor,
): RouteFacts["affected"] {
  const kinds = new Set(affected.map((p) => p.kind));
  if (kinds.has("pupil") || report.affected === "pupil") return "pupil";
  if (report.affected === "adult-at-risk") return "adult-at-risk";
  if (affected.some((p) => p.personId === actor.personId)) return "me";
  if (kinds.has("staff") || kinds.has("governor")) return "colleague";
  if (kinds.has("parent")) return "parent";
  return report.affected || "unknown";
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
