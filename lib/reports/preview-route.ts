import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { namesOf, peopleMeant, personById } from "@/lib/people/queries";
import { roleWords } from "./labels";
import { planRoute } from "./plan-route";
import type { Resolved } from "./resolve-people";
import type { ReportInput } from "./schema";

/** Who would see this if it were sent now, in words; makes no record of anybody. */
export async function previewRoute(
  tx: Tx,
  actor: Actor,
  report: ReportInput,
  textOnly: boolean,
): Promise<string[]> {
  const parts: Resolved["parts"] = [];
  const meant: string[] = report.about.includes("myself") ? [actor.personId] : [];
  if (report.affected === "me")
    parts.push({ personId: actor.personId, part: "affected", kind: "staff" });
  const affected =
    (report.affectedId && (await personById(tx, actor, report.affectedId))) ||
    (report.affectedName ? (await peopleMeant(tx, actor, report.affectedName))[0] : undefined);
  if (affected) parts.push({ personId: affected.id, part: "affected", kind: affected.kind });
  for (const named of report.named.filter((person) => person.part !== "witness")) {
    const found = named.name ? await peopleMeant(tx, actor, named.name) : [];
    const kind = found[0]?.kind ?? (named.kind || "unknown-account");
    for (const person of found) meant.push(person.id);
    parts.push({ personId: found[0]?.id ?? crypto.randomUUID(), part: "named", kind });
  }
  const { handlers } = await planRoute(tx, actor, report, { parts, meant }, textOnly);
  const all = [...(handlers.owner ? [handlers.owner] : []), ...handlers.told];
  const names = await namesOf(
    tx,
    actor,
    all.map((holder) => holder.personId),
  );
  return all.map((holder) => `${names.get(holder.personId)} (${roleWords[holder.role]})`);
}
