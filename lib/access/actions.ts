"use server";

import { sql } from "drizzle-orm";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";

import { withScope } from "@/db/scope";
import { acceptInvitation, findInvitation } from "./accept-invitation";
import { checkFactor, newRecoveryCodes } from "./check-factor";
import { checkPassword } from "./check-password";
import { readForm } from "./form-action";
import { hashPassword, hex } from "./open-session";
import { requireSession, sessionFrom } from "./require-session";
import { hashToken, openSecret, sealSecret } from "./seal-secret";
import type { FormState } from "./types";
import { AuthError, invitationCookie, signIn, signOut } from "./wire-auth";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");
const failed = (form: FormData, errors: Record<string, string>, formError?: string): FormState => {
  const { password: _secret, ...values } = readForm(form);
  return { status: "error", errors, values, ...(formError ? { formError } : {}) };
};

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
  redirect("/sign-in/code");
}

export async function demoSignInAction(form: FormData): Promise<void> {
  await signIn("demo", { email: text(form, "email"), redirectTo: "/" });
}

export async function directorySignInAction(form: FormData): Promise<void> {
  await signIn(text(form, "directory"), { redirectTo: "/sign-in/code" });
}

/** Remembers the invitation while the directory signs the person in; the callback links the two. */
export async function linkInvitationAction(form: FormData): Promise<void> {
  (await cookies()).set(invitationCookie, text(form, "token"), {
    httpOnly: true,
    sameSite: "lax",
    maxAge: 600,
    path: "/",
  });
  await signIn(text(form, "directory"), { redirectTo: "/sign-in/code" });
}

export async function signOutAction(): Promise<void> {
  const claims = await sessionFrom(await headers());
  if (claims) {
    await withScope(claims, (tx) =>
      tx.execute(sql`select sec.end_session(decode(${claims.tokenHash}, 'hex'))`),
    );
  }
  await signOut({ redirectTo: "/sign-in?ended=out" });
}

export async function signOutEverywhereAction(): Promise<void> {
  await withScope(await requireSession(), (tx) => tx.execute(sql`select sec.end_my_sessions()`));
  await signOut({ redirectTo: "/sign-in?ended=out" });
}

export async function confirmCodeAction(_state: FormState, form: FormData): Promise<FormState> {
  const code = text(form, "code").trim();
  const right = await withScope(await requireSession(), async (tx, actor) => {
    const [mine] = (await tx.execute(sql`select totp_secret from sec.my_secrets()`)) as unknown as {
      totp_secret: Uint8Array | null;
    }[];
    if (!mine?.totp_secret) return false;
    const step = checkFactor(openSecret(mine.totp_secret), code, actor.at);
    const statement =
      step === null
        ? sql`select sec.use_recovery_code(${hex(hashToken(code.toLowerCase().replace(/[\s-]/g, "")))}) as ok`
        : sql`select sec.accept_step(${step}::int) as ok`;
    const [row] = (await tx.execute(statement)) as unknown as { ok: boolean }[];
    return row?.ok === true;
  });
  if (!right)
    return failed(form, { code: "Enter the six digits your app shows now, or a recovery code" });
  redirect("/");
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
    if (step === null) return null;
    const hashes = sql.join(
      codes.map((code) => hex(hashToken(code))),
      sql`, `,
    );
    const [row] = (await tx.execute(sql`select sec.save_factor(${hex(sealSecret(base32 ?? ""))},
      ${step}::int, array[${hashes}]) as ok`)) as unknown as { ok: boolean }[];
    return row?.ok === true;
  });
  if (saved === null) return failed(form, { code: "Enter the six digits your app shows now" });
  if (!saved) return failed(form, {}, "Show your present code first: sign out, then sign in again");
  return { status: "idle", errors: {}, values: { codes } };
}

export async function acceptInvitationAction(
  _state: FormState,
  form: FormData,
): Promise<FormState> {
  const token = text(form, "token");
  const invitation = await findInvitation(token);
  if (!invitation)
    return failed(form, {}, "This invitation was used or is too old. Ask for a new one");
  const password = text(form, "password");
  const problem = checkPassword(password, invitation);
  if (problem) return failed(form, { password: problem });
  if (!(await acceptInvitation(token, await hashPassword(password)))) {
    return failed(form, {}, "This invitation was used or is too old. Ask for a new one");
  }
  await signIn("password", { email: invitation.email, password, redirect: false });
  redirect("/sign-in/code");
}

export async function changePasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  const password = text(form, "password");
  const problem = await withScope(await requireSession(), async (tx, actor) => {
    const found = checkPassword(password, actor);
    if (!found) await tx.execute(sql`select sec.save_password(${await hashPassword(password)})`);
    return found;
  });
  if (problem) return failed(form, { password: problem });
  redirect("/settings?saved=password");
}
