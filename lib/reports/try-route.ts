import { z } from "zod";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor, Role } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { namesOf } from "@/lib/people/queries";
import { lastResort } from "@/lib/schools/climb-chain";
import { roleHolders, schoolRoutes } from "@/lib/schools/queries";
import type { Holder } from "@/lib/schools/types";
import { isTold, type Plan, planRoute } from "./plan-route";
import { resolvePeople } from "./resolve-people";
import { affectedAnswers, namedKinds, parseReport, reportTypes } from "./schema";

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value);
const many = (value: unknown) => (value === undefined ? [] : [value].flat());
/** A case to try, as its address says; an answer that is not understood counts as not given. */
export const trialView = z.object({
  type: z.preprocess(one, z.enum(["", ...reportTypes]).catch("")),
  subtype: z.preprocess(one, z.string().max(60).catch("")).default(""),
  affected: z.preprocess(one, z.enum(affectedAnswers).catch("me")),
  named: z.preprocess(one, z.string().trim().max(120).catch("")).default(""),
  namedKind: z.preprocess(one, z.enum(["", ...namedKinds]).catch("")),
  about: z.preprocess(many, z.array(z.string()).catch([])),
  image: z.preprocess(one, z.enum(["yes", "no"]).catch("no")),
  policeWish: z.preprocess(one, z.enum(["", "yes", "no", "undecided"]).catch("")),
});
export type Trial = z.output<typeof trialView>;

/** Why it is theirs, waits for them, or may never be theirs: the reason of a wall. */
type Why = "owner" | "next" | "named" | "about-role" | "line-manager" | "conflict";
export type Step = { role: Role; seats: { name: string; why: Why }[]; fallback: boolean };

/** Each role of the chain in order, who holds it, and why it is or is not theirs. */
function stepsOf(plan: Plan, holders: readonly Holder[], names: Map<string, string>): Step[] {
  const order = [...new Set<Role>([...plan.route.owners, ...lastResort])];
  const seen = new Set<string>();
  return order.map((role) => ({
    role,
    fallback: !plan.route.owners.includes(role),
    seats: holders
      .filter((holder) => holder.role === role && !seen.has(holder.personId))
      .map((holder) => {
        const owns = plan.handlers.owner?.personId === holder.personId;
        if (owns) seen.add(holder.personId);
        const why: Why = plan.walls.get(holder.personId) ?? (owns ? "owner" : "next");
        return { name: names.get(holder.personId) ?? "Somebody", why };
      }),
  }));
}

/**
 * "Who would get this?": the routing that sending uses, for a case that is not sent. It reads only.
 * As if the one who tries it reported it, and without declared conflicts, which are not theirs to
 * see.
 */
export async function tryRoute(tx: Tx, actor: Actor, trial: Trial) {
  if (!roleFor(actor, "try-routes")) throw notFound();
  const image = trial.image === "yes";
  const { report } = parseReport(
    {
      safety: image ? "image" : "no",
      type: trial.type || "UNS",
      subtype: trial.subtype,
      affected: trial.affected,
      about: trial.about,
      when: "unknown",
      account: "A case to try",
      policeWish: trial.policeWish,
      ...(trial.named ? { named0Name: trial.named, named0Kind: trial.namedKind } : {}),
    },
    actor.at,
  );
  if (!report) return null;
  const people = await resolvePeople(tx, actor, report);
  const plan = await planRoute(tx, actor, report, people, {
    textOnly: image,
    withConflicts: false,
  });
  const holders = await roleHolders(tx, actor);
  const names = await namesOf(
    tx,
    actor,
    holders.map((holder) => holder.personId),
  );
  const { owner, told } = plan.handlers;
  const sourced = (await schoolRoutes(tx, actor)).find((route) => route.row === plan.route.row);
  if (!sourced) throw new Error("A route that was matched is in the table");
  return {
    route: sourced,
    sealed: plan.route.restricted,
    owner: owner ? { role: owner.role, name: names.get(owner.personId) ?? "Somebody" } : null,
    told: told.map((holder) => ({
      role: holder.role,
      name: names.get(holder.personId) ?? "Somebody",
      /** Of a sealed report some learn that it exists, and no more. */
      fact: !isTold(plan, holder),
    })),
    steps: stepsOf(plan, holders, names),
    clocks: plan.clocks,
  };
}
export type Tried = NonNullable<Awaited<ReturnType<typeof tryRoute>>>;
