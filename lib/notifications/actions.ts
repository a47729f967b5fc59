"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { addressOf } from "@/lib/access/wire-auth";
import { KnownError } from "@/lib/errors";
import { markRead, markReadSchema } from "./mark-read";
import { askReset } from "./reset-password";

export const markReadAction = formAction({
  name: "mark-read",
  schema: markReadSchema,
  verb: markRead,
  goTo: () => "/notices",
});

export async function forgotPasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  const email = String(form.get("email") ?? "").trim();
  const wrong = (errors: Record<string, string>, formError?: string): FormState => ({
    status: "error",
    errors,
    values: { email },
    ...(formError ? { formError } : {}),
  });
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    return wrong({ email: "Enter the email address you sign in with" });
  try {
    await askReset({ email, address: addressOf(await headers()) });
  } catch (error) {
    if (error instanceof KnownError && error.code === "too-many") return wrong({}, error.message);
    throw error;
  }
  redirect("/sign-in/forgotten?asked=1");
}
