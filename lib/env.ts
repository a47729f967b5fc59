import { z } from "zod";

const optional = z.string().min(1).optional();

const schema = z.object({
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
  LEDGER_KEY_FILE: optional,
  SMTP_URL: optional,
  MAIL_FROM: z.string().default("Daybook <daybook@localhost>"),
  AUTH_ENTRA_ID_ISSUER: optional,
  AUTH_ENTRA_ID_ID: optional,
  AUTH_ENTRA_ID_SECRET: optional,
  AUTH_GOOGLE_ID: optional,
  AUTH_GOOGLE_SECRET: optional,
  AUTH_OIDC_ISSUER: optional,
  AUTH_OIDC_ID: optional,
  AUTH_OIDC_SECRET: optional,
  AUTH_OIDC_NAME: z.string().default("your school account"),
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
