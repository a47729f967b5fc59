"use server";

import { sql } from "drizzle-orm";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";

import { withNobody, withScope } from "@/db/scope";
import { KnownError } from "@/lib/errors";
import { acceptInvitation, findInvitation } from "./accept-invitation";
import { changePassword } from "./change-password";
import { checkFactor, newRecoveryCodes } from "./check-factor";
import { checkPassword } from "./check-password";
import { readForm } from "./form-action";
import { localPath } from "./local-path";
import { hashPassword } from "./open-session";
import { readHalfSession, requireSession, tokenHashFrom } from "./require-session";
import { hashToken, hex, openSecret, sealSecret } from "./seal-secret";
import { showFactor } from "./show-factor";
import type { FormState } from "./types";
import { AuthError, invitationCookie, signIn, signOut } from "./wire-auth";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");
const failed = (form: FormData, errors: Record<string, string>, formError?: string): FormState => {
  const { password: _new, current: _old, ...values } = readForm(form);
  return { status: "error", errors, values, ...(formError ? { formError } : {}) };
};

/** What is wrong by field, or that it was tried too often, as a form shows it; null when all is well. */
async function tried(
  form: FormData,
  work: () => Promise<Record<string, string> | null>,
): Promise<FormState | null> {
  try {
    const errors = await work();
    return errors && failed(form, errors);
  } catch (error) {
    if (error instanceof KnownError && error.code === "too-many")
      return failed(form, {}, error.message);
    throw error;
  }
}

/** After the first step of signing in; the code page sends on whoever owes no second one. */
const codePage = (form: FormData) =>
  `/sign-in/code?${new URLSearchParams({ next: localPath(form.get("next")) })}`;

export async function signInAction(_state: FormState, form: FormData): Promise<FormState> {
  try {
    await signIn("password", {
      email: text(form, "email"),
      password: text(form, "password"),
      redirect: false,
    });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return "code" in error && error.code === "too-many"
      ? failed(form, {}, "Too many tries. Wait 15 minutes, then try again")
      : failed(form, { email: "Email or password is not right" });
  }
  redirect(codePage(form) as never);
}

export async function enterCodeAction(_state: FormState, form: FormData): Promise<FormState> {
  try {
    await signIn("code", { code: text(form, "code"), redirect: false });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return "code" in error && error.code === "too-many"
      ? failed(form, {}, "Too many tries. Wait 15 minutes, then try again")
      : failed(form, { code: "Enter the sixteen digits you were given. They cannot be recovered" });
  }
  redirect("/tell/report");
}

export async function demoSignInAction(form: FormData): Promise<void> {
  await signIn("demo", { email: text(form, "email"), redirect: false });
  redirect(localPath(form.get("next")) as never);
}

/** A sign-in by itself links nobody: an invitation left half-way by somebody else is forgotten. */
export async function directorySignInAction(form: FormData): Promise<void> {
  (await cookies()).delete(invitationCookie);
  await signIn(text(form, "directory"), { redirectTo: codePage(form) });
}

/** Remembers the invitation while the directory signs the person in; the callback links the two. */
export async function linkInvitationAction(form: FormData): Promise<void> {
  (await cookies()).set(invitationCookie, text(form, "token"), {
    httpOnly: true,
    sameSite: "lax",
    maxAge: 600,
    path: "/",
  });
  await signIn(text(form, "directory"), { redirectTo: codePage(form) });
}

async function endSession(): Promise<void> {
  const tokenHash = await tokenHashFrom(await headers());
  if (tokenHash) {
    await withNobody((tx) => tx.execute(sql`select sec.end_session(decode(${tokenHash}, 'hex'))`));
  }
  await signOut({ redirect: false });
}
export async function signOutAction(): Promise<void> {
  await endSession();
  redirect("/sign-in?ended=out");
}
export async function leaveReportAction(): Promise<void> {
  await endSession();
  redirect("/tell/code");
}

export async function signOutEverywhereAction(): Promise<void> {
  await withScope(await requireSession(), (tx) =>
    tx.execute(sql`select sec.end_my_sessions(false)`),
  );
  await signOut({ redirect: false });
  redirect("/sign-in?ended=out");
}

export async function confirmCodeAction(_state: FormState, form: FormData): Promise<FormState> {
  const next = localPath(form.get("next"));
  const half = await readHalfSession();
  if (!half) redirect(codePage(form) as never);
  const problem = await tried(form, async () =>
    (await showFactor(half.tokenHash, text(form, "code").trim(), new Date()))
      ? null
      : { code: "Enter the six digits your app shows now, or a recovery code" },
  );
  if (problem) return problem;
  redirect(next as never);
}

/** Proves that the app holds the secret before it becomes the factor; answers the codes once. */
export async function saveFactorAction(_state: FormState, form: FormData): Promise<FormState> {
  const claims = await requireSession();
  const codes = newRecoveryCodes();
  let secret: string;
  try {
    secret = openSecret(Buffer.from(text(form, "sealed"), "base64url"));
  } catch {
    return failed(form, {}, "This page was out of date. Open it again");
  }
  const saved = await withScope(claims, async (tx, actor) => {
    const [personId, base32] = secret.split(":");
    const step =
      personId === actor.personId ? checkFactor(base32 ?? "", text(form, "code"), actor.at) : null;
    if (step === null) return false;
    const hashes = sql.join(
      codes.map((code) => hex(hashToken(code))),
      sql`, `,
    );
    await tx.execute(sql`select sec.save_factor(${hex(sealSecret(base32 ?? ""))},
      ${step}::int, array[${hashes}])`);
    return true;
  });
  if (!saved) return failed(form, { code: "Enter the six digits your app shows now" });
  return { status: "idle", errors: {}, values: { codes } };
}

export async function acceptInvitationAction(
  _state: FormState,
  form: FormData,
): Promise<FormState> {
  const token = text(form, "token");
  const invitation = await findInvitation(token);
  if (!invitation) return failed(form, {}, "This link was used or is too old. Ask for a new one");
  const password = text(form, "password");
  const problem = checkPassword(password, invitation);
  if (problem) return failed(form, { password: problem });
  if (!(await acceptInvitation(token, await hashPassword(password)))) {
    return failed(form, {}, "This link was used or is too old. Ask for a new one");
  }
  await signIn("password", { email: invitation.email, password, redirect: false });
  redirect("/sign-in/code");
}

export async function changePasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  const claims = await requireSession();
  const problem = await tried(form, () =>
    changePassword(claims, text(form, "current"), text(form, "password")),
  );
  if (problem) return problem;
  redirect("/settings?saved=password");
}
