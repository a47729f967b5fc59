import { and, asc, eq, inArray } from "drizzle-orm";
import { roleAssignments } from "@/db/schema/people";
import { registerEntries } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { describeOnDay } from "./describe-entry";
import { entryColumns } from "./load-entry";
import { readKinds } from "./read-kinds";

export type OnFile = {
  person: string;
  lines: {
    id: string | null;
    label: string;
    words: string;
    clause: string | null;
    holds: boolean;
  }[];
  /** Kinds that are on file for somebody else to read: their absence here proves nothing. */
  unseen: string[];
};

/** Tracks on which an adult's conduct is looked at (B3). */
const conductTracks = ["T3", "T6"];
/** Subtypes that say nothing of a register: then a contact with a child is what is looked for. */
const broad = new Set([null, "threshold", "low-level", "unclear"]);

/**
 * What the registers held of the staff a case names on the day of the event (S1-23). It reads as
 * whoever asks, so it shows nothing they could not open, and it leaves no trace with the person
 * it is about.
 */
export async function checkRegister(
  tx: Tx,
  actor: Actor,
  matter: {
    track: string;
    subtype: string | null;
    day: string;
    people: readonly { personId: string; name: string; kind: string; part: string }[];
  },
): Promise<OnFile[]> {
  if (!conductTracks.includes(matter.track)) return [];
  const subjects = matter.people.filter(
    (person) => person.part === "named" && ["staff", "governor"].includes(person.kind),
  );
  if (subjects.length === 0) return [];
  const ids = subjects.map((person) => person.personId);
  const kinds = (await readKinds(tx, actor)).filter(
    (kind) => kind.checks.length > 0 && kind.register !== "consent",
  );
  const entries = await tx
    .select(entryColumns)
    .from(registerEntries)
    .where(
      and(
        eq(registerEntries.schoolId, actor.schoolId),
        inArray(registerEntries.holderId, ids),
        inArray(
          registerEntries.kind,
          kinds.map((kind) => kind.code),
        ),
      ),
    )
    .orderBy(asc(registerEntries.askedAt));
  const heads = await tx
    .selectDistinct({ personId: roleAssignments.personId })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.schoolId, actor.schoolId),
        inArray(roleAssignments.personId, ids),
        eq(roleAssignments.role, "headteacher"),
      ),
    );
  const holds = (roles: readonly Role[]) => roles.some((role) => actor.roles.includes(role));
  return subjects.map((person) => {
    const head = heads.some((one) => one.personId === person.personId);
    const looked = broad.has(matter.subtype) ? "pupil-contact" : (matter.subtype ?? "");
    const expected = kinds.filter((kind) => kind.enabled && kind.checks.includes(looked));
    const reads = (kind: (typeof kinds)[number]) =>
      holds(head ? ["chair", "vice-chair"] : kind.readers);
    const lines = entries
      .filter((entry) => entry.holderId === person.personId)
      .flatMap((entry) => {
        const kind = kinds.find((one) => one.code === entry.kind);
        if (!kind) return [];
        const found = describeOnDay(entry, matter.day);
        const line = { id: entry.id, label: kind.label, clause: entry.clause ?? kind.clause };
        if (kind.noException === null) return [{ ...line, ...found }];
        return [
          {
            ...line,
            clause: kind.noException,
            words: `${found.words}, but the school's policy makes no exception for it`,
            holds: false,
          },
        ];
      });
    const absent = expected
      .filter((kind) => reads(kind) && !lines.some((line) => line.label === kind.label))
      .map((kind) => ({
        id: null,
        label: kind.label,
        clause: kind.clause,
        words: ["permission", "account"].includes(kind.register)
          ? "no permission on file"
          : kind.register === "deviation"
            ? "nothing explained to the headteacher"
            : "no declaration on file",
        holds: false,
      }));
    return {
      person: person.name,
      lines: [...lines, ...absent],
      unseen: expected.filter((kind) => !reads(kind)).map((kind) => kind.label),
    };
  });
}
