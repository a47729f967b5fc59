import { desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { registerKinds } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { collectRules } from "@/lib/schools/collect-rules";
import clauses from "./kinds/clauses.json" with { type: "json" };
import national from "./kinds/national.json" with { type: "json" };
import { approverRoles, type Kind, registers } from "./types";

const roleList = z.array(z.enum(approverRoles));
const nationalKinds = z
  .array(
    z.strictObject({
      code: z.string().regex(/^[a-z-]+$/),
      register: z.enum(registers),
      label: z.string().min(1),
      ask: z.string().min(1),
      help: z.string().min(1),
      approvers: roleList,
      readers: roleList.default(["headteacher", "dsl"]),
      lasts: z.int().positive().nullable(),
      unit: z.enum(["days", "months"]),
      discuss: z.boolean().default(false),
      conflict: z.boolean().default(false),
      induction: z.boolean().default(false),
      checks: z.array(z.string()),
      places: z.array(z.string()).default([]),
      fields: z.array(
        z.strictObject({
          name: z.string().regex(/^[a-z-]+$/),
          label: z.string(),
          type: z.enum(["text", "person"]).default("text"),
        }),
      ),
    }),
  )
  .parse(national.kinds);

/** What clauses of the five policies say of a kind, for as long as a policy in force has them. */
const named = z
  .array(
    z.strictObject({
      clause: z.string(),
      kind: z.enum(nationalKinds.map((kind) => kind.code)),
      approvers: roleList.optional(),
      enabled: z.boolean().optional(),
    }),
  )
  .parse(clauses.clauses);

type InForce = { id: string; code: string; named: string };

/** Clauses of the policies in force; of two that say something of a kind the later one decides. */
async function clausesInForce(tx: Tx, actor: Actor): Promise<InForce[]> {
  return (await tx.execute(sql`
    select c.id, c.code, v.title || ', version ' || v.number || ', clause ' || c.code as named
    from (select distinct on (policy_id) id, title, number, published_at from policy_versions
      where school_id = ${actor.schoolId} and published_at is not null
      order by policy_id, number desc) v
    join policy_clauses c on c.school_id = ${actor.schoolId} and c.version_id = v.id
    where c.kind in ('permission', 'declaration', 'prohibition', 'retention', 'support', 'route',
      'investigation', 'duty')
    order by v.published_at desc, c.position`)) as unknown as InForce[];
}

const pupilContacts = ["none", "family", "family-and-friends", "with-permission"] as const;
/**
 * Ties that a policy's rule on contact with pupils makes no exception for (S0-14, S1-22, S3-29).
 * They are still told and kept: only what can be asked for is taken away with the exception.
 */
const unexcepted: Record<(typeof pupilContacts)[number], readonly string[]> = {
  none: ["family-tie", "family-friend", "pupil-contact-social"],
  family: ["family-friend"],
  "family-and-friends": [],
  "with-permission": ["family-tie", "family-friend"],
};

/** What the policies in force set of the registers (A5); null: they do not say. */
async function registerRules(tx: Tx, actor: Actor) {
  const rules = await collectRules(tx, actor);
  return {
    years: z.int().positive().nullable().catch(null).parse(rules.get("imageYears")?.value),
    contact: z.enum(pupilContacts).nullable().catch(null).parse(rules.get("pupilContact")?.value),
    contactSource: rules.get("pupilContact")?.source ?? null,
  };
}

/**
 * Every kind as it stands at this school now: the national default, over it what a clause of a
 * policy in force says, and over that what the school set. Kinds that are off are listed too.
 */
export async function readKinds(tx: Tx, actor: Actor): Promise<Kind[]> {
  const inForce = await clausesInForce(tx, actor);
  const { years, contact, contactSource } = await registerRules(tx, actor);
  const set = await tx
    .selectDistinctOn([registerKinds.kind], {
      kind: registerKinds.kind,
      enabled: registerKinds.enabled,
      approvers: registerKinds.approvers,
      lasts: registerKinds.lasts,
      unit: registerKinds.unit,
      question: registerKinds.question,
      clauseId: registerKinds.clauseId,
    })
    .from(registerKinds)
    .where(eq(registerKinds.schoolId, actor.schoolId))
    .orderBy(registerKinds.kind, desc(registerKinds.changedAt), desc(registerKinds.id));
  return nationalKinds.map((kind) => {
    const says = inForce
      .map((clause) => ({
        clause,
        rule: named.find((one) => one.clause === clause.code && one.kind === kind.code),
      }))
      .find((one) => one.rule);
    const own = set.find((row) => row.kind === kind.code);
    const ownClause = inForce.find((clause) => clause.id === own?.clauseId);
    const clause = (own ? ownClause : undefined) ?? says?.clause;
    const approvers = own ? (own.approvers as Role[]) : (says?.rule?.approvers ?? kind.approvers);
    const lasting =
      kind.register === "consent" && years !== null ? { lasts: 12 * years } : { lasts: kind.lasts };
    const barred = contact !== null && unexcepted[contact].includes(kind.code);
    const asked = kind.register === "permission";
    return {
      ...kind,
      ...lasting,
      ...(own ? { lasts: own.lasts, unit: own.unit as Kind["unit"] } : {}),
      enabled: own?.enabled ?? says?.rule?.enabled ?? !(barred && asked),
      noException: barred && !asked ? contactSource : null,
      approvers,
      // Whoever answers a kind reads it; a line manager reads their own team's, not everybody's.
      readers: [...new Set([...kind.readers, ...approvers])].filter(
        (role) => role !== "line-manager",
      ),
      question: own?.question ?? "",
      clause: clause?.named ?? null,
      clauseId: clause?.id ?? null,
      source: own ? "school" : says ? "policy" : "national",
    };
  });
}

export async function kindByCode(tx: Tx, actor: Actor, code: string): Promise<Kind> {
  const kind = (await readKinds(tx, actor)).find((one) => one.code === code);
  if (!kind) throw notFound();
  return kind;
}

/** Clauses a kind can rest on, for the screen where the school changes it. */
export async function clauseChoices(tx: Tx, actor: Actor) {
  return (await clausesInForce(tx, actor)).map(({ id, named: label }) => ({ id, label }));
}

/** The school records these for itself. */
export const recorderRoles: readonly Role[] = ["headteacher", "dsl", "deputy-dsl"];

/** Is this kind for this person to ask for, to declare or to record? */
export const isFor = (kind: Kind, actor: Actor) =>
  kind.enabled &&
  (kind.register !== "record" || recorderRoles.some((role) => actor.roles.includes(role)));
