import national from "./routes/england.json" with { type: "json" };
import type { Route, RouteFacts, RouteSubject } from "./types";

const childTypes = new Set(["IIC", "SEX", "RAD", "HRM", "PUP"]);
const childSubtypes = new Set(["pupil-contact", "undeclared-tie"]);
const attacks = new Set(["account", "malware"]);
const lent = new Set(["supply", "agency", "trainee", "contractor"]);
const communityTypes = new Set(["TRO", "DEF", "IMP"]);

/**
 * Which row of the routing table a report falls under. Whom it is about comes first, because
 * that decides who may never know; then an image of a child; then the type; then who was hurt
 * and by whom. What is not understood goes to the DSL as a child concern: unknown means careful.
 */
export function subjectOf(facts: RouteFacts): RouteSubject {
  const about = (
    role: "headteacher" | "dsl" | "deputy-dsl" | "chair" | "governor" | "trust-lead" | "admin",
  ) => facts.about.includes(role) || facts.namedRoles.includes(role);
  const byAdult = byAdultOf(facts);

  if (facts.textOnly && !byAdult) return "image-of-child";
  if (about("headteacher") && about("chair")) return "headteacher-and-chair";
  if (about("headteacher") && about("dsl")) return "dsl-and-headteacher";
  if (about("headteacher")) return "headteacher";
  if (about("chair") || facts.namedRoles.includes("vice-chair")) return "chair";
  if (about("trust-lead") || facts.namedRoles.includes("trust-chair")) return "trust-lead";
  if (about("dsl")) return "dsl";
  if (facts.textOnly) return "image-of-child-by-adult";
  if (about("deputy-dsl")) return "deputy-dsl";
  if (about("admin")) return "admin";
  if (about("governor")) return "governor";
  if (facts.about.includes("handling")) return "handling";
  if (facts.type === "DBR")
    return attacks.has(facts.subtype ?? "") ? "cyber-attack" : "data-breach";
  return subjectOfConduct(facts, byAdult);
}

const byAdultOf = (facts: RouteFacts) =>
  facts.namedKinds.some((kind) => kind === "staff" || kind === "governor") ||
  facts.about.some((answer) => answer !== "handling");

/** A child, or an adult at risk, whom one policy counts as a student too (S4-02). */
const concernsChild = (facts: RouteFacts) =>
  facts.affected === "pupil" || facts.affectedKinds.includes("pupil") || childTypes.has(facts.type);
/** Contact with a pupil, or a tie nobody was told of, is never a mere breach of rules (S0-03, S1-23). */
const nearChild = (facts: RouteFacts) =>
  facts.type === "APB" && childSubtypes.has(facts.subtype ?? "");

function subjectOfConduct(facts: RouteFacts, byAdult: boolean): RouteSubject {
  const child = concernsChild(facts);
  const atRisk = facts.affected === "adult-at-risk";
  const low = facts.type === "ADC" && facts.subtype === "low-level";
  const grave =
    (facts.type === "ADC" && !low) || (byAdult && (child || atRisk)) || nearChild(facts);
  // Who it is decides before what it is: a lead, an agency or a leaver brings others in.
  if ((grave || low) && facts.namedLeft) return "historic";
  if (facts.namedEngagements.some((engagement) => lent.has(engagement))) return "agency-staff";
  if (facts.namedEngagements.includes("volunteer")) return "volunteer";
  if (low) return "low-level-concern";
  if (facts.type === "ADC" && !byAdult && facts.namedKinds.includes("outsider")) return "volunteer";
  if (grave) return facts.affectedKinds.includes("former-pupil") ? "historic" : "adult-conduct";
  if (facts.type === "APB")
    return facts.subtype === "unsuitable" ? "unsuitable-material" : "policy-breach";
  if (atRisk) return "adult-at-risk";
  if (child) return subjectOfChild(facts);
  if (facts.affectedRoles.includes("headteacher")) return "headteacher-affected";
  if (facts.affected === "me" || facts.affected === "colleague") {
    if (byAdult) return "staff-by-colleague";
    return facts.namedKinds.includes("pupil") ? "staff-by-pupil" : "staff-by-public";
  }
  if (facts.affected === "school" || facts.affected === "parent") return "community";
  return communityTypes.has(facts.type) && facts.affected === "other" ? "community" : "child";
}

function subjectOfChild(facts: RouteFacts): RouteSubject {
  if (facts.type === "RAD") return "radicalisation";
  if (facts.namedKinds.includes("parent")) return "child-by-parent";
  if (facts.type === "PUP") return "pupil-behaviour";
  return facts.againstPolice ? "child-wish" : "child";
}

/**
 * The clocks from outside that start when such a report is sent (B8). The LADO's only where a
 * child is concerned: not every report about a headteacher is an allegation.
 */
export function clocksOf(row: number, facts: RouteFacts): readonly string[] {
  const found: { clocks?: string[] } = national.routes.find((route) => route.row === row) ?? {};
  const allegation =
    facts.textOnly ||
    concernsChild(facts) ||
    facts.affected === "adult-at-risk" ||
    nearChild(facts) ||
    (facts.type === "ADC" && facts.subtype !== "low-level");
  return (found.clocks ?? []).filter((kind) => kind !== "lado" || allegation);
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
