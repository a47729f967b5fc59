import { z } from "zod";

const optional = z.string().min(1).optional();
/** A directory that could be overheard could be answered for. */
const issuer = z
  .string()
  .regex(/^(https:\/\/|http:\/\/localhost(:|\/|$))/, "is not an address that starts with https://");

/** All of a group, or none of it. */
const groups = [
  ["AUTH_ENTRA_ID_ISSUER", "AUTH_ENTRA_ID_ID", "AUTH_ENTRA_ID_SECRET"],
  ["AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"],
  ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"],
  ["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"],
] as const;

const settings = z.object({
  APP_DATABASE_URL: z.string({ error: "APP_DATABASE_URL names no database for the app" }),
  WORKER_DATABASE_URL: z.string().default(""),
  SEQUENCER_DATABASE_URL: z.string().default(""),
  /** The address people type, without a trailing slash. */
  DAYBOOK_URL: z.url({ error: "DAYBOOK_URL is not an address such as https://daybook.school.uk" }),
  AUTH_SECRET: z.string().min(32, "AUTH_SECRET has fewer than 32 characters"),
  UPLOAD_SECRET: z.string().min(32, "UPLOAD_SECRET has fewer than 32 characters"),
  DAYBOOK_DATA_DIR: z.string().default(".daybook"),
  DAYBOOK_DEMO: z.enum(["0", "1"]).default("0"),
  DAYBOOK_BUILD: z.string().default("dev"),
  /** An age identity, mode 0600: what every school's key is wrapped under. */
  ROOT_KEY_FILE: z.string({ error: "ROOT_KEY_FILE names no file with the root key" }).min(1),
  /** Evidence in a bucket of an S3-compatible store instead of the data folder. */
  S3_BUCKET: optional,
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  /** The store's address; without it Amazon's own, by region. */
  S3_ENDPOINT: z.url({ error: "is not an address" }).optional(),
  S3_REGION: z.string().default("us-east-1"),
  /** Each item is read and compared with its SHA-256 at least this often, in days. */
  EVIDENCE_CHECK_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  /** How much of it a second, in megabytes, so that people who work do not notice. */
  EVIDENCE_CHECK_RATE: z.coerce.number().min(0.1).default(20),
  LEDGER_KEY_FILE: optional,
  /** clamd: the path of its socket, or host:port. Unset: files are not checked for viruses. */
  CLAMAV_SOCKET: optional,
  /** A time-stamping authority (RFC 3161), the certificates its stamps lead to, and how often. */
  TSA_URL: z
    .url({ protocol: /^https?$/, error: "is not an address that starts with http" })
    .optional(),
  TSA_CA_FILE: optional,
  TSA_MINUTES: z.coerce.number().int().min(1).max(10_080).default(60),
  SMTP_URL: optional,
  MAIL_FROM: z.string().default("Daybook <daybook@localhost>"),
  AUTH_ENTRA_ID_ISSUER: z
    .string()
    .regex(
      /^https:\/\/login\.microsoftonline\.com\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/v2\.0$/,
      "names no tenant. It is https://login.microsoftonline.com/<tenant id>/v2.0",
    )
    .optional(),
  AUTH_ENTRA_ID_ID: optional,
  AUTH_ENTRA_ID_SECRET: optional,
  AUTH_GOOGLE_ID: optional,
  AUTH_GOOGLE_SECRET: optional,
  AUTH_OIDC_ISSUER: issuer.optional(),
  AUTH_OIDC_ID: optional,
  AUTH_OIDC_SECRET: optional,
  AUTH_OIDC_NAME: z.string().default("your school account"),
});
const schema = settings.superRefine((e, context) => {
  if (e.TSA_URL && !e.TSA_CA_FILE)
    context.addIssue({ code: "custom", path: ["TSA_CA_FILE"], message: "is missing" });
  for (const names of groups) {
    const missing = names.filter((name) => e[name] === undefined);
    if (missing.length === names.length) continue;
    for (const name of missing)
      context.addIssue({ code: "custom", path: [name], message: "is missing" });
  }
});
export type Env = z.output<typeof schema>;

let parsed: Env | undefined;

/** The environment, read once when first needed, so that a build needs none of it. */
export function env(): Env {
  if (parsed) return parsed;
  const result = schema.safeParse(process.env);
  if (!result.success) {
    throw new Error(
      result.error.issues.map((issue) => `${issue.path}: ${issue.message}`).join("\n"),
    );
  }
  parsed = result.data;
  return parsed;
}
