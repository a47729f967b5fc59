import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { certainOf, type KnownPerson, peopleMeant, personById } from "@/lib/people/queries";
import type { ReportInput } from "./schema";

export type Part = "affected" | "named" | "witness" | "account-holder";
/** Somebody who is on no list: what a row for them would hold (add-people.ts makes it). */
export type Fresh = { name: string; kind: string; platform: string | null; handle: string | null };
export type Resolved = {
  /** Everybody with a part; `fresh` when sending makes them. `kind` is what routing goes by. */
  parts: { personId: string; part: Part; kind: string; fresh: Fresh | null }[];
  /** Everybody a typed name of a responsible person could mean: the wall errs on the safe side. */
  meant: string[];
  /** Everybody any typed name could mean, for the conflicts others declared with them. */
  near: string[];
};

type Typed = { name: string; id: string; kind: string; handle?: string };

/** The one they are, if that is certain, and all they could be. */
async function look(tx: Tx, actor: Actor, typed: Typed) {
  if (/^[0-9a-f-]{36}$/.test(typed.id)) {
    const picked = await personById(tx, actor, typed.id);
    // Typed over after picking: what is typed counts.
    if (picked && (!typed.name || picked.name === typed.name)) {
      return { known: picked, could: [picked] };
    }
  }
  const found = typed.name ? await peopleMeant(tx, actor, typed.name) : [];
  const certain = certainOf(typed.name, found);
  // Of several pupils or staff of one name it is not known who, but it is known what they are.
  if (certain === "several") return { known: null, could: found, kind: kindOf(found) };
  if (certain) return { known: certain, could: [certain] };
  const listed = ["", "staff", "governor"].includes(typed.kind);
  return { known: null, could: listed ? found : [] };
}
const kindOf = (found: readonly KnownPerson[]) =>
  found.find((person) => person.kind === "pupil")?.kind ?? found[0]?.kind ?? "";

/** Kinds a reporter may add to the record; staff and governors come from the school's lists only. */
const addable = new Set(["pupil", "parent", "unknown-account", "outsider"]);

function partOf(
  part: Part,
  typed: Typed,
  found: { known: KnownPerson | null; kind?: string },
  platform: string,
): Resolved["parts"][number] {
  if (found.known) return { personId: found.known.id, part, kind: found.known.kind, fresh: null };
  const handle = typed.handle ?? "";
  const kind = typed.kind || found.kind || (!typed.name && handle ? "unknown-account" : "outsider");
  const fresh: Fresh = {
    name: typed.name || handle || "Unknown",
    kind: addable.has(kind) ? kind : "outsider",
    platform: handle ? platform || null : null,
    handle: handle || null,
  };
  return {
    personId: crypto.randomUUID(),
    part: part === "named" && kind === "unknown-account" ? "account-holder" : part,
    kind,
    fresh,
  };
}

/** What "they are a pupil" beside a typed name says of somebody who is on no list. */
const kindOfAffected: Record<string, string> = {
  pupil: "pupil",
  parent: "parent",
  colleague: "staff",
  other: "outsider",
};

/**
 * Who the people of a report are: those picked, those a typed name means, and rows to be made for
 * the rest. It reads only, so that a preview leaves no trace.
 */
export async function resolvePeople(tx: Tx, actor: Actor, report: ReportInput): Promise<Resolved> {
  const parts: Resolved["parts"] = [];
  const meant = new Set<string>();
  const near = new Set<string>();
  const self = { personId: actor.personId, kind: "staff", fresh: null };
  if (report.affected === "me") parts.push({ ...self, part: "affected" });
  const asked: (Typed & { part: Part })[] = [...report.named];
  if (report.affectedName || report.affectedId) {
    const kind = kindOfAffected[report.affected] ?? "";
    const typed = { name: report.affectedName, id: report.affectedId, kind };
    asked.unshift({ ...typed, part: "affected" });
  }
  for (const typed of asked) {
    const found = await look(tx, actor, typed);
    for (const person of found.could) {
      near.add(person.id);
      if (typed.part === "named") meant.add(person.id);
    }
    const part = partOf(typed.part, typed, found, report.platform);
    if (!parts.some((p) => p.personId === part.personId && p.part === part.part)) parts.push(part);
  }
  if (report.about.includes("myself")) {
    parts.push({ ...self, part: "named" });
    meant.add(actor.personId);
  }
  return { parts, meant: [...meant], near: [...near] };
}
