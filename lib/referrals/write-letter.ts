import { createHash } from "node:crypto";
import { and, eq, max } from "drizzle-orm";
import type { z } from "zod";
import { letters } from "@/db/schema/letters";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { drawPages } from "@/lib/cases/draw-pages";
import { loadCase } from "@/lib/cases/load-case";
import { formatDate } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { letterOf } from "./fill-letter";
import { decidedFacts, letterById } from "./list-letters";
import type { writeLetterSchema } from "./schema";

/** Keeps a letter about the latest decision, as its next version. A person sends it; we do not. */
export async function writeLetter(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof writeLetterSchema>,
): Promise<{ caseId: string; letterId: string }> {
  const { caseId, kind, toName, title, words } = input;
  const { role } = await loadCase(tx, actor, caseId, "refer");
  const letter = letterOf(kind);
  if (!letter) throw notFound();
  const facts = await decidedFacts(tx, actor, caseId);
  if (!facts) throw conflict("Nothing is decided in this case yet");
  if (/\{[^{}]*\}/.test(words))
    throw check({ words: "Something between { and } is not filled in yet" });
  const [last] = await tx
    .select({ version: max(letters.version) })
    .from(letters)
    .where(
      and(
        eq(letters.schoolId, actor.schoolId),
        eq(letters.decisionId, facts.decisionId),
        eq(letters.kind, kind),
        eq(letters.toName, toName),
      ),
    );
  const version = (last?.version ?? 0) + 1;
  const letterId = crypto.randomUUID();
  await tx.insert(letters).values({
    schoolId: actor.schoolId,
    id: letterId,
    caseId,
    decisionId: facts.decisionId,
    kind,
    toName,
    title,
    words,
    version,
    sha256: createHash("sha256").update(`${title}\n\n${words}`).digest("hex"),
    writtenAt: actor.at,
    writtenBy: actor.personId,
  });
  await addEvent(tx, actor, {
    caseId,
    role,
    kind: "decision",
    action: "letter-written",
    title: `Letter written: ${letter.label.charAt(0).toLowerCase()}${letter.label.slice(1)}${version > 1 ? `, version ${version}` : ""}`,
    words: `To ${toName}`,
    reason: kind,
  });
  return { caseId, letterId };
}

/** The letter as tagged pages, for whoever may hand the case outside. That it left is in the ledger. */
export async function printLetter(tx: Tx, actor: Actor, letterId: string): Promise<Buffer> {
  const letter = await letterById(tx, actor, letterId);
  const { role } = await loadCase(tx, actor, letter.caseId, "refer");
  await appendLedger(tx, {
    role,
    action: "letter-exported",
    object: { kind: "case", id: letter.caseId },
    caseId: letter.caseId,
    reason: letter.kind,
    values: { sha256: letter.sha256 },
  });
  return drawPages({
    title: letter.title,
    intro: [formatDate(letter.writtenAt), letter.toName, ...letter.words.split("\n\n")],
    sections: [],
    footer: `${actor.schoolName}. Confidential.`,
    at: letter.writtenAt,
  });
}
