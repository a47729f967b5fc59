import type { Route, RouteFacts, RouteSubject } from "./types";

const childTypes = new Set(["IIC", "SEX", "RAD", "HRM", "PUP"]);
const childSubtypes = new Set(["pupil-contact", "undeclared-tie"]);
const communityTypes = new Set(["TRO", "DEF", "IMP"]);

/**
 * Which row of the routing table a report falls under. Whom it is about comes first, because
 * that decides who may never know; then an image of a child; then the type; then who was hurt
 * and by whom. What is not understood goes to the DSL as a child concern: unknown means careful.
 */
export function subjectOf(facts: RouteFacts): RouteSubject {
  const about = (role: "headteacher" | "dsl" | "deputy-dsl" | "chair" | "governor" | "admin") =>
    facts.about.includes(role) || facts.namedRoles.includes(role);
  const byAdult =
    facts.namedKinds.some((kind) => kind === "staff" || kind === "governor") ||
    facts.about.some((answer) => answer !== "handling");

  if (facts.textOnly && !byAdult) return "image-of-child";
  if (about("headteacher") && about("chair")) return "headteacher-and-chair";
  if (about("headteacher") && about("dsl")) return "dsl-and-headteacher";
  if (about("headteacher")) return "headteacher";
  if (about("chair") || facts.namedRoles.includes("vice-chair")) return "chair";
  if (about("dsl")) return "dsl";
  if (facts.textOnly) return "image-of-child-by-adult";
  if (about("deputy-dsl")) return "deputy-dsl";
  if (about("admin")) return "admin";
  if (about("governor")) return "governor";
  if (facts.about.includes("handling")) return "handling";
  if (facts.type === "DBR") return "data-breach";
  return subjectOfConduct(facts, byAdult);
}

function subjectOfConduct(facts: RouteFacts, byAdult: boolean): RouteSubject {
  const child =
    facts.affected === "pupil" ||
    facts.affectedKinds.includes("pupil") ||
    childTypes.has(facts.type);
  if (facts.type === "ADC")
    return facts.subtype === "low-level" ? "low-level-concern" : "adult-conduct";
  if (child && byAdult) return "adult-conduct";
  // Contact with a pupil, or a tie nobody was told of, is never a mere breach of rules (S0-03, S1-23).
  if (facts.type === "APB" && childSubtypes.has(facts.subtype ?? "")) return "adult-conduct";
  if (facts.type === "APB") return "policy-breach";
  if (child) return "child";
  if (facts.affectedRoles.includes("headteacher")) return "headteacher-affected";
  if (facts.affected === "me" || facts.affected === "colleague") {
    if (byAdult) return "staff-by-colleague";
    return facts.namedKinds.includes("pupil") ? "staff-by-pupil" : "staff-by-public";
  }
  if (facts.affected === "school" || facts.affected === "parent") return "community";
  return communityTypes.has(facts.type) && facts.affected === "other" ? "community" : "child";
}

/** The school's row for a report; the child row stands in for one a school's data lacks. */
export function matchRoute(routes: readonly Route[], facts: RouteFacts): Route {
  const subject = subjectOf(facts);
  const found =
    routes.find((route) => route.about === subject) ??
    routes.find((route) => route.about === "child");
  if (!found) throw new Error("The school has no routes");
  return found;
}
