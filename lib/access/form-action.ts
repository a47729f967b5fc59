import { refresh } from "next/cache";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { type Tx, withScope } from "@/db/scope";
import { KnownError } from "@/lib/errors";
import { type Claims, readSession } from "./require-session";
import { runOnce } from "./run-once";
import type { Actor, FormState } from "./types";

type Values = FormState["values"];

/** The text fields of a form, several of one name as a list; React's own and files left out. */
export function readForm(form: FormData): Values {
  const values: Values = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const texts = form.getAll(name).filter((value) => typeof value === "string");
    if (texts.length > 0) values[name] = texts.length === 1 ? (texts[0] ?? "") : texts;
  }
  return values;
}

const failed = (values: Values, errors: Record<string, string>, formError?: string): FormState => ({
  status: "error",
  errors,
  values,
  ...(formError === undefined ? {} : { formError }),
});

/** Not away to the sign-in page: what was typed would be lost there. */
const signInElsewhere = "You were signed out. Sign in in another tab, then send this again.";

function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[issue.path.join(".") || "form"] ??= issue.message;
  return errors;
}

/**
 * The one door for a form that changes something: proves the actor, parses the FormData with the
 * schema, opens the transaction, runs the verb once for its key, turns a known error into words
 * beside the field, and redirects after commit. The form carries a hidden field "key" (a UUID).
 */
export function formAction<S extends z.ZodType, R>(spec: {
  name: string;
  schema: S;
  verb: (tx: Tx, actor: Actor, input: z.output<S>) => Promise<R>;
  goTo: (result: R, input: z.output<S>) => string;
  /** Who may knock: somebody signed in, unless the form is for those who came with a code. */
  claims?: () => Promise<Claims | null>;
}) {
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    const values = readForm(form);
    const claims = await (spec.claims ?? readSession)();
    if (!claims) return failed(values, {}, signInElsewhere);
    const key = z.uuid().safeParse(values.key);
    if (!key.success) return failed(values, {}, "This page was out of date. Send it again.");
    const parsed = spec.schema.safeParse(values);
    if (!parsed.success) return failed(values, fieldErrors(parsed.error));
    let result: R;
    try {
      result = await withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key.data, spec.name, () => spec.verb(tx, actor, parsed.data)),
      );
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      if (error.code === "not-found") notFound();
      if (error.code === "signed-out") return failed(values, {}, signInElsewhere);
      // The page comes back with what the other person changed, the form with what was typed.
      if (error.code === "conflict") refresh();
      return failed(values, error.fields, error.code === "check" ? undefined : error.message);
    }
    redirect(spec.goTo(result, parsed.data) as never);
  };
}
