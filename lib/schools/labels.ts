import national from "./routes/england.json" with { type: "json" };
import type { RouteSubject } from "./types";

/** What a row of the routing table is about, as people say it. */
export const routeWords: Record<RouteSubject, string> = {
  "staff-by-pupil": "A member of staff hurt by a pupil",
  "staff-by-public": "A member of staff hurt by a parent or the public",
  "staff-by-colleague": "A member of staff hurt by a colleague",
  "headteacher-affected": "The headteacher hurt",
  child: "A child at risk or harmed",
  "child-wish": "A child, and the police are not wanted",
  "wish-overridden": "A wish about the police that was not followed",
  "adult-conduct": "An adult's conduct that may harm a child",
  headteacher: "About the headteacher",
  "headteacher-and-chair": "About the headteacher and the chair",
  dsl: "About the DSL",
  "dsl-and-headteacher": "About the DSL and the headteacher, or one person who is both",
  "deputy-dsl": "About the deputy DSL",
  chair: "About the chair of governors",
  governor: "About a governor",
  "trust-lead": "About the trust lead or chief executive",
  "agency-staff": "About supply staff, a trainee or a contractor",
  volunteer: "About a volunteer or visitor",
  "low-level-concern": "A low-level concern about an adult",
  "policy-breach": "A breach of policy without a child",
  "image-of-child": "An image of a child, made by children",
  "image-of-child-by-adult": "An image of a child, and an adult is involved",
  "unsuitable-material": "Lawful but unsuitable material, staff",
  radicalisation: "Extremism or radicalisation",
  "data-breach": "A data breach",
  "cyber-attack": "A cyber attack",
  "pupil-behaviour": "A pupil's behaviour online",
  community: "Conduct of parents or the public towards the school",
  "child-by-parent": "A child, and a parent's post",
  "adult-at-risk": "An adult at risk",
  historic: "Somebody who has left",
  admin: "About the system administrator",
  handling: "How an earlier concern was handled",
};

/** What a person has to mind that routing alone does not do. */
export function noteOf(row: number): string | null {
  const found: { note?: string } = national.routes.find((route) => route.row === row) ?? {};
  return found.note ?? null;
}
