import { and, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { policyVisits } from "@/db/schema/policies";
import { type Tx, withNobody } from "@/db/scope";
import { takeTry } from "@/lib/access/limit-tries";
import { mayAct } from "@/lib/access/permissions";
import { hashThrottle } from "@/lib/access/seal-secret";
import type { Actor } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { checkSignature } from "./check-signature";
import { policyById } from "./queries";
import type { signVisitSchema } from "./schema";
import type { Clause } from "./types";

export type VisitDoor = {
  school: string;
  versions: {
    versionId: string;
    number: number;
    title: string;
    sha256: string;
    clauses: (Clause & { id: string })[];
  }[];
};

/** What visitors accept at this address (S3-47); null when the school opened none. */
export async function findVisit(door: string): Promise<VisitDoor | null> {
  const rows = await withNobody(
    async (tx) =>
      (await tx.execute(sql`select school, version_id, number, title, sha256, clauses
        from sec.find_visit(${door})`)) as unknown as {
        school: string;
        version_id: string | null;
        number: number;
        title: string;
        sha256: string;
        clauses: VisitDoor["versions"][number]["clauses"];
      }[],
  );
  if (!rows[0]) return null;
  return {
    school: rows[0].school,
    versions: rows.flatMap((row) =>
      row.version_id === null ? [] : [{ ...row, versionId: row.version_id }],
    ),
  };
}

/**
 * A visitor signs in, without an account, and accepts exactly the versions they read. Sixty in
 * fifteen minutes from one address: a tablet at the door takes a parents' evening, not a machine.
 */
export async function signVisit(
  input: z.output<typeof signVisitSchema>,
  address: string,
): Promise<void> {
  const { signature, signatureKind } = checkSignature(input);
  await withNobody((tx) => takeTry(tx, { visit: hashThrottle("address", `visit ${address}`) }));
  const signed = await withNobody(async (tx) => {
    const [row] = (await tx.execute(sql`select sec.sign_visit(${input.door}, ${input.key}::uuid,
      ${sql.param(input.versions)}::text[], ${input.visitor}, ${input.visiting}, ${signature},
      ${signatureKind}) as ok`)) as unknown as { ok: boolean }[];
    return row?.ok === true;
  });
  if (!signed) throw conflict("What visitors accept has changed. Open the page again and read it");
}

/** How many policies in force bind visitors. */
export async function bindingVisitors(tx: Tx, actor: Actor): Promise<number> {
  const [binding] = (await tx.execute(sql`select count(*)::int as n from (
    select distinct on (policy_id) binds from policy_versions
    where school_id = ${actor.schoolId} and published_at is not null
    order by policy_id, number desc) v where 'visitor' = any (v.binds)`)) as unknown as {
    n: number;
  }[];
  return binding?.n ?? 0;
}

/** Who signed in at the door under the version in force, the latest first. */
export async function listVisits(tx: Tx, actor: Actor, policyId: string, most?: number) {
  if (!mayAct(actor, "administer-policies")) throw notFound();
  const { shown } = await policyById(tx, actor, policyId);
  const visits = tx
    .select({
      id: policyVisits.id,
      name: policyVisits.name,
      visiting: policyVisits.visiting,
      kind: policyVisits.signatureKind,
      sha256: policyVisits.sha256,
      at: policyVisits.acceptedAt,
    })
    .from(policyVisits)
    .where(
      and(eq(policyVisits.schoolId, actor.schoolId), eq(policyVisits.versionId, shown.versionId)),
    )
    .orderBy(desc(policyVisits.acceptedAt), desc(policyVisits.id));
  return { version: shown, rows: await (most === undefined ? visits : visits.limit(most)) };
}
