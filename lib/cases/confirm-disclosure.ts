import { createHmac } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { caseEvents } from "@/db/schema/cases";
import { disclosureFiles, disclosures } from "@/db/schema/disclosures";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { env } from "@/lib/env";
import { conflict } from "@/lib/errors";
import { newFileKey } from "@/lib/evidence/encrypt-bytes";
import { currentKey } from "@/lib/evidence/hold-keys";
import { wrapForPasscode, wrapKey } from "@/lib/evidence/wrap-key";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { itemFiles, writeBag, writePayload } from "./export";
import { gatherDisclosure } from "./gather-disclosure";
import { isLocked, purposeWords } from "./labels";
import { type Disclosure, disclosureById } from "./list-disclosures";
import { loadCase } from "./load-case";

const letters = "23456789abcdefghjkmnpqrstvwxyz";

/**
 * What opens a locked copy: ninety-eight bits in letters and digits that nobody mistakes over the
 * telephone. The same each time the page is shown until it is given, and kept in no table.
 */
export function passcodeOf(disclosureId: string): string {
  const drawn = createHmac("sha512", env().AUTH_SECRET).update(`passcode ${disclosureId}`).digest();
  const text = [...drawn]
    .filter((byte) => byte < 240)
    .map((byte) => letters[byte % letters.length])
    .join("");
  return (text.slice(0, 20).match(/.{5}/g) ?? []).join("-");
}

export const confirmDisclosureSchema = z.object({
  disclosureId: z.uuid(),
  sure: z.literal("yes", { error: "Select to confirm that you have checked it" }),
});

/** The disclosure as a draft of a case that this person may hand out, and their role. */
async function loadDraft(tx: Tx, actor: Actor, id: string) {
  const draft = await disclosureById(tx, actor, id);
  const { role } = await loadCase(tx, actor, draft.caseId, "disclose");
  if (draft.state !== "draft") throw conflict("This was already given or put aside");
  return { draft, role };
}

/** One draft becomes one disclosure, whoever else clicks at the same time. */
async function settleDraft(
  tx: Tx,
  actor: Actor,
  id: string,
  fields: Partial<typeof disclosures.$inferInsert>,
): Promise<void> {
  const changed = await tx
    .update(disclosures)
    .set(fields)
    .where(
      and(
        eq(disclosures.schoolId, actor.schoolId),
        eq(disclosures.id, id),
        eq(disclosures.state, "draft"),
      ),
    )
    .returning({ id: disclosures.id });
  if (changed.length === 0) throw conflict("This was already given or put aside");
}

export const dropDisclosureSchema = z.object({ disclosureId: z.uuid() });

export async function dropDisclosure(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof dropDisclosureSchema>,
): Promise<{ caseId: string }> {
  const { draft } = await loadDraft(tx, actor, input.disclosureId);
  await settleDraft(tx, actor, draft.id, { state: "dropped" });
  return { caseId: draft.caseId };
}

/** A locked copy's file key, for whoever was told the passcode and for the school. */
async function lock(tx: Tx, actor: Actor, draft: Disclosure) {
  if (!isLocked(draft)) return {};
  const fileKey = newFileKey();
  const key = await currentKey(tx, actor);
  return {
    header: wrapForPasscode(fileKey, passcodeOf(draft.id)),
    kept: wrapKey(fileKey, key.recipient),
    keyId: key.id,
  };
}

/**
 * Gives what was drafted: writes every page of the bundle as it will be for good, commits to all of
 * it in the ledger, and says so in the case. What was sealed or found suspect since stops it.
 */
export async function confirmDisclosure(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof confirmDisclosureSchema>,
): Promise<{ caseId: string; disclosureId: string }> {
  const { draft, role } = await loadDraft(tx, actor, input.disclosureId);
  const { caseId } = draft;
  if (draft.items.some((item) => item.mustStay && item.chosen !== "left-out"))
    throw conflict("A file in it was sealed or found suspect since. Start again without it");
  const giver = { name: actor.name, schoolName: actor.schoolName, at: actor.at };
  const pages = await writePayload(draft, await gatherDisclosure(tx, actor, draft), giver);
  const bag = writeBag(draft, [...pages, ...itemFiles(draft)], giver);
  const manifest = bag.find((file) => file.path === "manifest-sha256.txt")?.sha256 ?? "";
  await settleDraft(tx, actor, draft.id, {
    state: "given",
    givenAt: actor.at,
    givenBy: actor.personId,
    manifest,
    ...(await lock(tx, actor, draft)),
  });
  await tx.insert(disclosureFiles).values(
    [...pages, ...bag].map((file) => ({
      schoolId: actor.schoolId,
      disclosureId: draft.id,
      path: file.path,
      bytes: file.bytes ?? Buffer.alloc(0),
    })),
  );
  await appendLedger(tx, {
    role,
    action: "case-disclosed",
    object: { kind: "case", id: caseId },
    caseId,
    reason: draft.purpose,
    values: { disclosure: draft.id, manifest },
  });
  const included = draft.items.filter((item) => item.chosen !== "left-out");
  for (const item of included)
    await appendLedger(tx, {
      role,
      action: "evidence-disclosed",
      object: { kind: "evidence", id: item.id },
      caseId: item.reportId ?? undefined,
      reason: draft.purpose,
    });
  await tx.insert(caseEvents).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId,
    kind: "disclosure",
    title: `Given to ${draft.recipient}, ${draft.organisation}`,
    words: `${purposeWords(draft.purpose)}. ${included.length} of ${draft.items.length} items${draft.chronology ? " and the chronology" : ""}. Why: ${draft.reason}`,
    byId: actor.personId,
    at: actor.at,
  });
  return { caseId, disclosureId: draft.id };
}
