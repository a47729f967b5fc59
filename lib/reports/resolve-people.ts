import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { type KnownPerson, peopleMeant, personById } from "@/lib/people/queries";
import type { ReportInput } from "./schema";

export type Part = "affected" | "named" | "witness" | "account-holder";
export type Resolved = {
  /** Everybody with a part, known or made just now. */
  parts: { personId: string; part: Part; kind: string }[];
  /** Everybody a typed name of a responsible person could mean: the wall errs on the safe side. */
  meant: string[];
};

/** Kinds a reporter may add to the record; a typed member of staff who is on no list is an outsider. */
const addable = new Set(["pupil", "parent", "unknown-account", "outsider"]);

async function add(
  tx: Tx,
  actor: Actor,
  person: { name: string; kind: string; platform?: string; handle?: string },
) {
  const id = crypto.randomUUID();
  await tx.insert(people).values({
    schoolId: actor.schoolId,
    id,
    kind: addable.has(person.kind) ? person.kind : "outsider",
    name: person.name || person.handle || "Unknown account",
    platform: person.platform || null,
    handle: person.handle || null,
    createdAt: actor.at,
  });
  return id;
}

async function look(tx: Tx, actor: Actor, id: string, name: string): Promise<KnownPerson[]> {
  if (/^[0-9a-f-]{36}$/.test(id)) {
    const picked = await personById(tx, actor, id);
    // Typed over after picking: what is typed counts.
    if (picked && (!name || picked.name === name)) return [picked];
  }
  return name ? peopleMeant(tx, actor, name) : [];
}

/** Who the people of a report are: those picked, those a typed name means, and new rows for the rest. */
export async function resolvePeople(tx: Tx, actor: Actor, report: ReportInput): Promise<Resolved> {
  const parts: Resolved["parts"] = [];
  const meant = new Set<string>();
  if (report.affected === "me")
    parts.push({ personId: actor.personId, part: "affected", kind: "staff" });
  if (report.affectedName || report.affectedId) {
    const found = await look(tx, actor, report.affectedId, report.affectedName);
    const known = found.length === 1 ? found[0] : undefined;
    if (known) parts.push({ personId: known.id, part: "affected", kind: known.kind });
    else if (report.affectedName) {
      const personId = await add(tx, actor, { name: report.affectedName, kind: "outsider" });
      parts.push({ personId, part: "affected", kind: "outsider" });
    }
  }
  for (const named of report.named) {
    const part: Part = named.part === "witness" ? "witness" : "named";
    const found = await look(tx, actor, named.id, named.name);
    if (part === "named") for (const person of found) meant.add(person.id);
    const known = found.length === 1 ? found[0] : undefined;
    if (known) {
      parts.push({ personId: known.id, part, kind: known.kind });
      continue;
    }
    const kind = named.kind || (named.handle ? "unknown-account" : "outsider");
    const personId = await add(tx, actor, {
      name: named.name,
      kind,
      platform: report.platform,
      handle: named.handle,
    });
    parts.push({ personId, part: kind === "unknown-account" ? "account-holder" : part, kind });
  }
  if (report.about.includes("myself")) {
    parts.push({ personId: actor.personId, part: "named", kind: "staff" });
    meant.add(actor.personId);
  }
  return { parts, meant: [...meant] };
}
