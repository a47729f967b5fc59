import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { readPack } from "@/lib/policies/read-pack";

/**
 * Drafts a policy from a pack for a school, by nobody who signs in: a starting point that binds
 * nobody until somebody at the school has read, approved and published it. Twice drafts it once.
 */
export async function draftPack(
  tx: postgres.TransactionSql,
  schoolId: string,
  code: string,
): Promise<"drafted" | "there"> {
  const pack = readPack(code);
  if (!pack) throw new Error(`There is no pack ${code}`);
  const [known] = await tx`select 1 from policy_versions
    where school_id = ${schoolId} and origin = ${code}`;
  if (known) return "there";
  const [policyId, versionId] = [randomUUID(), randomUUID()];
  await tx`insert into policies (school_id, id) values (${schoolId}, ${policyId})`;
  await tx`insert into policy_versions ${tx({
    school_id: schoolId,
    id: versionId,
    policy_id: policyId,
    number: 1,
    title: pack.title,
    approved_by: pack.approvedBy,
    approved_on: pack.approvedOn,
    reviewed_on: pack.reviewedOn,
    next_review_on: pack.nextReviewOn,
    statutory: pack.statutory,
    on_website: pack.onWebsite,
    linked: pack.linked,
    binds: pack.binds,
    rules: tx.json(pack.rules as postgres.JSONValue),
    origin: code,
    drafted_at: new Date(),
  })}`;
  const rows = pack.clauses.map((clause, position) => ({
    school_id: schoolId,
    id: randomUUID(),
    version_id: versionId,
    ...clause,
    position,
  }));
  await tx`insert into policy_clauses ${tx(rows)}`;
  await tx`select sec.write_leaf(${schoolId}, 'system', 'system', 'policy-drafted', 'policy',
    ${policyId}, null, null, null)`;
  return "drafted";
}
