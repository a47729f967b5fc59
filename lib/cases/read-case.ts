import type { Tx } from "@/db/scope";
import { mayAct, readAction, roleFor } from "@/lib/access/permissions";
import type { Actor, Track } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { namesOf } from "@/lib/people/queries";
import { schoolCalendar } from "@/lib/schools/queries";
import { guardIdentity } from "./guard-identity";
import { recordsInForce } from "./list-records";
import { aimOf, caseById, casePeople, caseReportList, openReferral } from "./queries";
import { type Move, movesFor } from "./transitions";

/** Opens a case for one of its pages: what every page of it shows. The view is in the ledger. */
export async function readCase(tx: Tx, actor: Actor, input: { caseId: string; page: string }) {
  const { caseId, page } = input;
  const found = await caseById(tx, actor, caseId);
  const role = roleFor(actor, readAction(found.track as Track), aimOf(found));
  if (!role || role === "reporter") throw notFound();
  await appendLedger(tx, {
    role,
    action: "case-viewed",
    object: { kind: "case", id: caseId },
    caseId,
    reason: page,
  });
  const names = await namesOf(tx, actor, [found.ownerId]);
  const asked = await openReferral(tx, actor, caseId);
  const records = await recordsInForce(tx, actor, caseId);
  const investigator = records.of("investigate")?.answers.investigatorId;
  const adds = roleFor(actor, "add-to-record", aimOf(found));
  const offered = (move: Move) => {
    if (move.action === "conclude")
      return investigator === actor.personId && adds !== null && adds !== "reporter";
    if (move.page === "refer") return asked === null && mayAct(actor, "refer", aimOf(found));
    if (move.page === "decide") return asked?.toPersonId === actor.personId;
    if (move.page === "retention") return mayAct(actor, "keep-records");
    return mayAct(actor, "triage", aimOf(found));
  };
  return {
    actor,
    found,
    /** The clocks of a case run in school time. */
    school: await schoolCalendar(tx, actor),
    owner: names.get(found.ownerId) ?? "Somebody",
    people: await casePeople(tx, actor, caseId),
    reports: await caseReportList(tx, actor, caseId),
    asked,
    /** What this person may do next, the main one first. */
    moves: movesFor(found.state, actor.roles).filter(offered),
    /** May they hand it to a body outside? */
    refers: mayAct(actor, "refer", aimOf(found)),
    works: mayAct(actor, "triage", aimOf(found)),
    /** Must nobody learn outside who it is about? */
    guarded: await guardIdentity(tx, actor, caseId),
    /** May they write in it? Somebody who only hears its appeal may not. */
    adds: adds !== null && adds !== "reporter",
    records,
    discloses: mayAct(actor, "disclose", aimOf(found)),
    /** May they say how long it is kept? Asked of what is closed. */
    keeps:
      ["closed", "transferred", "due-review"].includes(found.state) &&
      mayAct(actor, "keep-records"),
  };
}
export type ReadCase = Awaited<ReturnType<typeof readCase>>;
