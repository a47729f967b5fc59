import type { z } from "zod";
import { policies, policyClauses, policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { requireWriter } from "./load-draft";
import { versionById, versionsOf } from "./queries";
import type { policySchema, startPolicySchema } from "./schema";
import type { PolicyText } from "./types";

/** A new policy whose first draft holds this text. */
export async function insertPolicy(
  tx: Tx,
  actor: Actor,
  text: Omit<PolicyText, "number">,
  origin: string,
) {
  const policyId = crypto.randomUUID();
  await tx.insert(policies).values({ schoolId: actor.schoolId, id: policyId });
  return insertDraft(tx, actor, policyId, { ...text, number: 1 }, origin);
}

async function insertDraft(
  tx: Tx,
  actor: Actor,
  policyId: string,
  text: PolicyText,
  origin: string,
): Promise<{ policyId: string; versionId: string }> {
  const role = requireWriter(actor);
  const versionId = crypto.randomUUID();
  const { clauses, ...head } = text;
  await tx.insert(policyVersions).values({
    schoolId: actor.schoolId,
    id: versionId,
    policyId,
    ...head,
    origin,
    draftedAt: actor.at,
    draftedBy: actor.personId,
  });
  if (clauses.length > 0) {
    await tx.insert(policyClauses).values(
      clauses.map(({ code, kind, heading, words, types, severity }, position) => ({
        schoolId: actor.schoolId,
        id: crypto.randomUUID(),
        versionId,
        code,
        kind,
        heading,
        words,
        types,
        severity,
        position,
      })),
    );
  }
  await appendLedger(tx, {
    role,
    action: "policy-drafted",
    object: { kind: "policy", id: policyId },
  });
  return { policyId, versionId };
}

/** Begins a policy from a blank page. */
export async function startPolicy(tx: Tx, actor: Actor, input: z.output<typeof startPolicySchema>) {
  requireWriter(actor);
  const blank = {
    approvedBy: null,
    approvedOn: null,
    reviewedOn: null,
    nextReviewOn: null,
    statutory: false,
    onWebsite: false,
    linked: [],
    rules: null,
    binds: ["employee", "supply", "agency", "trainee", "volunteer", "contractor", "governor"],
    clauses: [],
  };
  return insertPolicy(tx, actor, { title: input.title, ...blank }, "blank");
}

/**
 * Drafts the next version from the one in force, not yet approved. There is one draft at a time:
 * whoever asks while there is one is led to it.
 */
export async function draftVersion(tx: Tx, actor: Actor, input: z.output<typeof policySchema>) {
  requireWriter(actor);
  const versions = await versionsOf(tx, actor, input.policyId);
  const draft = versions.find((version) => !version.publishedAt);
  if (draft) return { policyId: input.policyId, versionId: draft.versionId };
  const [newest] = versions;
  const text = await versionById(tx, actor, newest?.versionId ?? "");
  const next = {
    number: text.number + 1,
    title: text.title,
    approvedBy: text.approvedBy,
    approvedOn: null,
    reviewedOn: null,
    nextReviewOn: null,
    statutory: text.statutory,
    onWebsite: text.onWebsite,
    linked: text.linked,
    binds: text.binds,
    rules: text.rules,
    clauses: text.clauses,
  };
  return insertDraft(tx, actor, input.policyId, next, "version");
}
