import { createHash } from "node:crypto";
import type { z } from "zod";
import { accessPacks, type PackLog } from "@/db/schema/requests";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { drawPages, type Section } from "@/lib/cases/draw-pages";
import { formatDate, formatDateTime, formatDay } from "@/lib/dates";
import { check, conflict } from "@/lib/errors";
import { storedItem } from "@/lib/evidence/queries";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { exemptionBasis, exemptionWords } from "./labels";
import { decidedItems, listKept, mostKept } from "./list-kept";
import { loadRequest } from "./read-request";
import type { givePackSchema } from "./schema";

const number = (n: number) => String(n).padStart(3, "0");
const endingOf = (mediaType: string) =>
  ({ "image/jpeg": "jpg", "application/pdf": "pdf", "text/plain": "txt" })[mediaType] ??
  (mediaType.split("/")[1] ?? "bin").replace(/[^a-z0-9]/g, "");

/**
 * One handler's answer: pages of what is given, the files beside them, and how much stayed on which
 * ground. Everything the handler may see must have been decided. It is kept as it was given.
 */
export async function givePack(tx: Tx, actor: Actor, input: z.output<typeof givePackSchema>) {
  const { found, role } = await loadRequest(tx, actor, input.requestId);
  if (found.endedAt) throw conflict("This request has ended");
  const kept = await listKept(tx, actor, found.personId);
  const decided = await decidedItems(tx, actor, input.requestId);
  const open = kept.filter((thing) => !decided.has(thing.id)).length;
  if (open > 0) throw check({ sure: `Decide about everything first: ${open} still to be decided` });
  const log: PackLog = { given: 0, redacted: 0, withheld: {} };
  const sections: Section[] = [];
  const files: { id: string; name: string; sha256: string }[] = [];
  for (const thing of kept) {
    const said = decided.get(thing.id);
    if (said?.choice === "withhold") {
      const code = said.exemption ?? "others";
      log.withheld[code] = (log.withheld[code] ?? 0) + 1;
      continue;
    }
    if (said?.choice === "redact") log.redacted++;
    else log.given++;
    const heading = `${number(sections.length + 1)} ${thing.label}`;
    const facts: Section["facts"] = [
      ["Reference", thing.reference],
      ["Date", formatDateTime(thing.at)],
    ];
    if (thing.kind !== "evidence") {
      const all = [thing.title, thing.words].filter(Boolean).join("\n");
      sections.push({ heading, facts, words: said?.words ?? all });
      continue;
    }
    const item = await storedItem(tx, actor, said?.copyId ?? thing.id);
    if (item?.state !== "attached") throw conflict("A file was sealed meanwhile");
    const name = `${number(sections.length + 1)}.${endingOf(item.mediaType)}`;
    files.push({ id: item.id, name, sha256: item.sha256 });
    sections.push({
      heading,
      facts: [...facts, ["File", `files/${name}`], ["SHA-256", item.sha256]],
    });
    await appendLedger(tx, {
      role,
      action: "evidence-exported",
      object: { kind: "evidence", id: item.id },
      caseId: thing.matterId,
      reason: "subject-access",
    });
  }
  const stayed: Section[] = Object.entries(log.withheld).map(([code, n]) => ({
    heading: `Withheld: ${n}`,
    facts: [
      ["Ground", exemptionWords(code)],
      ["Basis", exemptionBasis(code)],
    ],
  }));
  const pages = await drawPages({
    title: `What is kept about ${found.name ?? "you"}`,
    intro: [
      actor.schoolName,
      `Asked for on ${formatDay(found.receivedOn)}, given on ${formatDate(actor.at)}.`,
      "Names of other people are taken out where the words say so in square brackets.",
      ...(kept.length === mostKept
        ? [`This answer holds the first ${mostKept} things. There is more.`]
        : []),
      "If you think that this is not all, or not right, tell the school's data protection officer. You can complain to the Information Commissioner.",
    ],
    sections: [...sections, ...stayed],
    footer: actor.schoolName,
    at: actor.at,
  });
  const id = crypto.randomUUID();
  const sha256 = createHash("sha256").update(pages).digest("hex");
  const matters = [...new Set(kept.map((thing) => thing.matterId))];
  await tx.insert(accessPacks).values({
    schoolId: actor.schoolId,
    id,
    requestId: input.requestId,
    matters,
    givenTo: input.givenTo,
    how: input.how,
    givenAt: actor.at,
    givenBy: actor.personId,
    givenAs: role,
    pages,
    sha256,
    files,
    log,
  });
  await appendLedger(tx, {
    role,
    action: "request-pack-given",
    object: { kind: "request", id: input.requestId },
    values: { packId: id, sha256, files, log, givenTo: input.givenTo, how: input.how },
  });
  return { requestId: input.requestId };
}
