import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { schoolDetails } from "@/lib/schools/queries";
import type { Answers } from "./form-parts";
import { recordsInForce } from "./list-records";
import { caseById, casePeople } from "./queries";

/** Types in which an offence against a pupil lies near, while nobody has assessed the case. */
const near: readonly string[] = ["ADC", "IIC", "IIA", "SEX"];

/**
 * Must nobody learn outside who this is? Education Act 2002, section 141F: a teacher accused by or
 * for a pupil of the school of an offence against that pupil, in England and Wales, until charged.
 * While nobody has said whether it applies, it is taken to.
 */
export function guardsIdentity(of: {
  track: string;
  type: string;
  nation: string;
  namesStaff: boolean;
  assessed: Answers | undefined;
}): boolean {
  if (of.track !== "T3" || !of.namesStaff || !["england", "wales"].includes(of.nation))
    return false;
  if (of.assessed) return of.assessed.teacher === "yes" || of.assessed.teacher === "unsure";
  return near.includes(of.type);
}

/** The same of a case that is read, for its pages, exports and notices. */
export async function guardIdentity(tx: Tx, actor: Actor, caseId: string): Promise<boolean> {
  const found = await caseById(tx, actor, caseId);
  if (found.track !== "T3") return false;
  const people = await casePeople(tx, actor, caseId);
  return guardsIdentity({
    track: found.track,
    type: found.type,
    nation: (await schoolDetails(tx, actor)).nation,
    namesStaff: people.some((person) => person.part === "named" && person.kind === "staff"),
    assessed: (await recordsInForce(tx, actor, caseId)).of("T3")?.answers,
  });
}
