import { z } from "zod";
import concerns from "@/lib/schools/concerns/england.json" with { type: "json" };
import { rulesSchema } from "./describe-rules";
import national from "./packs/national.json" with { type: "json" };
import s0 from "./packs/s0.json" with { type: "json" };
import s1 from "./packs/s1.json" with { type: "json" };
import s2 from "./packs/s2.json" with { type: "json" };
import s3 from "./packs/s3.json" with { type: "json" };
import s4 from "./packs/s4.json" with { type: "json" };
import { boundKinds, clauseKinds, type PolicyText } from "./types";

const day = z.iso.date().nullable();
const clause = z.strictObject({
  code: z.string().regex(/^(S\d|N)-\d\d$/),
  kind: z.enum(clauseKinds),
  heading: z.string().min(1),
  words: z.string().min(1),
  types: z.array(z.enum(concerns.types.map((type) => type.code))),
  severity: z.int().min(1).max(4).nullable(),
});

const packSchema = z.strictObject({
  code: z.string(),
  title: z.string(),
  /** What sets it apart, for whoever chooses a starting point. */
  about: z.string(),
  version: z.strictObject({
    approvedBy: z.string().nullable(),
    approvedOn: day,
    reviewedOn: day,
    nextReviewOn: day,
    statutory: z.boolean(),
    onWebsite: z.boolean(),
    linked: z.array(z.string()),
    binds: z.array(z.enum(boundKinds)),
  }),
  /** The document's own words for a date that names no day: its first day, or its last for a review. */
  said: z.record(z.string(), z.string()),
  rules: rulesSchema,
  clauses: z
    .array(clause)
    .refine((list) => new Set(list.map((item) => item.code)).size === list.length, "A code twice"),
});

const nationalSchema = z.object({
  title: z.string(),
  rules: rulesSchema,
  topics: z.array(z.object({ clauses: z.array(clause.extend({ fixed: z.boolean() }).strict()) })),
});

/** The national default as a policy to start from; a school adds to it and approves it itself. */
function nationalPack(): z.output<typeof packSchema> {
  const { topics, rules } = nationalSchema.parse(national);
  return {
    code: "N",
    title: "Online safety",
    about: "The national default: every topic, safe as it stands",
    version: {
      approvedBy: null,
      approvedOn: null,
      reviewedOn: null,
      nextReviewOn: null,
      statutory: true,
      onWebsite: true,
      linked: [],
      binds: [...boundKinds],
    },
    said: {},
    rules,
    clauses: topics.flatMap((topic) => topic.clauses.map(({ fixed: _, ...rest }) => rest)),
  };
}

/** The policies one can start from: the national default and five schools' own, in our words. */
export const readPacks = () => [
  nationalPack(),
  ...[s0, s1, s2, s3, s4].map((pack) => packSchema.parse(pack)),
];

export function readPack(code: string): (PolicyText & { code: string; about: string }) | null {
  const pack = readPacks().find((item) => item.code === code);
  if (!pack) return null;
  const { version, said: _, ...rest } = pack;
  return { number: 1, ...rest, ...version };
}
