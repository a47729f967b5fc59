import { and, eq } from "drizzle-orm";
import { referrals } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import { letIn } from "@/lib/access/let-in";
import { tiedTo, walledFrom } from "@/lib/access/queries";
import type { Actor } from "@/lib/access/types";
import { stopClocks } from "@/lib/clocks/start-clock";
import { conflict } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import signposts from "@/lib/reports/signposts/england.json" with { type: "json" };
import { chooseHandler } from "@/lib/schools/choose-handler";
import { climbChain } from "@/lib/schools/climb-chain";
import { roleHolders, schoolRoutes } from "@/lib/schools/queries";
import type { Holder } from "@/lib/schools/types";
import { recordsInForce } from "./list-records";
import { type Case, casePeople, caseRows } from "./queries";

/**
 * Who may not come into a case now: walled, or tied to somebody in it. A tie that was declared
 * after the case was opened has no wall yet.
 */
export async function barredFrom(tx: Tx, actor: Actor, caseId: string): Promise<Set<string>> {
  const involved = (await casePeople(tx, actor, caseId)).map((one) => one.personId);
  return new Set([...(await walledFrom(tx, caseId)), ...(await tiedTo(tx, involved))]);
}

/** Who owns matters of a track by the school's routes, past everybody who is walled. */
export async function usualOwner(
  tx: Tx,
  actor: Actor,
  of: { track: string; restricted: boolean },
  walled: ReadonlySet<string>,
): Promise<Holder | null> {
  const routes = await schoolRoutes(tx, actor);
  const route =
    routes.find((r) => r.track === of.track && r.restricted === of.restricted) ?? routes[0];
  const holders = await roleHolders(tx, actor);
  const chain = route ? chooseHandler(route, holders, walled).owner : null;
  const outward = ["chair", "vice-chair", "trust-lead", "trust-chair"] as const;
  return (
    chain ??
    outward.flatMap((role) =>
      holders.filter((holder) => holder.role === role && !walled.has(holder.personId)),
    )[0] ??
    null
  );
}

/**
 * Who comes next for a case or report: down the chain of the row it fell under, then whoever
 * handles anything (B5.2, B6). Somebody with a part in it comes only when nobody else is left.
 */
export async function nextInLine(
  tx: Tx,
  actor: Actor,
  matter: {
    track: string;
    restricted: boolean;
    rows: readonly number[];
    involved: readonly string[];
  },
  walled: ReadonlySet<string>,
): Promise<Holder> {
  const routes = (await schoolRoutes(tx, actor)).filter((one) => one.track === matter.track);
  const route =
    routes.find((one) => matter.rows.includes(one.row)) ??
    routes.find((one) => one.restricted === matter.restricted);
  const barred = new Set([...walled, ...(await tiedTo(tx, matter.involved))]);
  const chain = climbChain(route ?? { owners: [] }, await roleHolders(tx, actor), barred);
  const next = chain.find((holder) => !matter.involved.includes(holder.personId)) ?? chain[0];
  if (next) return next;
  const outside = (route?.external ?? ["lado"]).map(bodyName).join(", ");
  throw conflict(
    `Nobody else at the school may take this over. Refer it outside, ask who takes it over, and do no more in it yourself: ${outside}`,
  );
}

const bodyName = (code: string) =>
  signposts.signposts.find((body) => body.code === code)?.name ?? code;

/** The case waits for a walled investigator: nobody else could end that (B7). */
async function investigatedBy(
  tx: Tx,
  actor: Actor,
  found: Case,
  walled: ReadonlySet<string>,
): Promise<boolean> {
  if (found.state !== "investigation") return false;
  const { of } = await recordsInForce(tx, actor, found.id);
  return walled.has(String(of("investigate")?.answers.investigatorId));
}

export type Reseated = {
  ownerId: string;
  words: string[];
  /** What the case waited for was taken back: it is active again. */
  withdrawn: boolean;
};

/**
 * After walls changed: an owner who is walled now is replaced by the next eligible person of the
 * chain, a decision asked of somebody walled is withdrawn, and an investigation by them ends
 * (B5.1). Nobody is left in a seat they may not know of, and no case is left with nobody.
 */
export async function reseatCase(
  tx: Tx,
  actor: Actor,
  found: Case,
  walled: ReadonlySet<string>,
): Promise<Reseated> {
  const done: Reseated = { ownerId: found.ownerId, words: [], withdrawn: false };
  if (walled.has(found.ownerId)) {
    const rows = await caseRows(tx, actor, found.id);
    const involved = (await casePeople(tx, actor, found.id)).map((one) => one.personId);
    const owner = await nextInLine(tx, actor, { ...found, rows, involved }, walled);
    await letIn(tx, found, owner, "owner");
    await notifyPerson(tx, actor, {
      personId: owner.personId,
      matterId: found.id,
      kind: "case-yours",
      reference: found.reference,
      path: `/cases/${found.id}`,
    });
    done.ownerId = owner.personId;
    done.words.push("They owned the case. It passed to the next person in line.");
  }
  const open = await tx
    .select({ id: referrals.id, to: referrals.toPersonId })
    .from(referrals)
    .where(
      and(
        eq(referrals.schoolId, actor.schoolId),
        eq(referrals.caseId, found.id),
        eq(referrals.state, "open"),
      ),
    );
  for (const referral of open.filter((row) => row.to !== null && walled.has(row.to))) {
    await tx
      .update(referrals)
      .set({ state: "withdrawn" })
      .where(and(eq(referrals.schoolId, actor.schoolId), eq(referrals.id, referral.id)));
    await stopClocks(tx, actor, { caseId: found.id, kind: "decision" });
    done.withdrawn = true;
    done.words.push("They were asked to decide it. Refer it again: it goes to somebody else.");
  }
  if (await investigatedBy(tx, actor, found, walled)) {
    done.withdrawn = true;
    done.words.push("They investigated it. Start the investigation again with somebody else.");
  }
  return done;
}
