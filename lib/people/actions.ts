"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { arrangeCover } from "./arrange-cover";
import { assignRole } from "./assign-role";
import { endRole } from "./end-role";
import { invitePerson } from "./invite-person";
import { resetFactor } from "./reset-factor";
import {
  arrangeCoverSchema,
  assignRoleSchema,
  endRoleSchema,
  invitePersonSchema,
  personSchema,
} from "./schema";
import { reinstateAccount, suspendAccount } from "./suspend-account";

const to = (done: string) => (result: { personId: string }) =>
  `/people/${result.personId}?done=${done}`;

const invite = formAction({
  name: "invite-person",
  schema: invitePersonSchema,
  verb: invitePerson,
  goTo: ({ personId, token }) => `/people/${personId}?invitation=${token}`,
});
export async function invitePersonAction(state: FormState, form: FormData) {
  return invite(state, form);
}
const assign = formAction({
  name: "assign-role",
  schema: assignRoleSchema,
  verb: assignRole,
  goTo: to("assigned"),
});
export async function assignRoleAction(state: FormState, form: FormData) {
  return assign(state, form);
}
const end = formAction({
  name: "end-role",
  schema: endRoleSchema,
  verb: endRole,
  goTo: to("ended"),
});
export async function endRoleAction(state: FormState, form: FormData) {
  return end(state, form);
}
const suspend = formAction({
  name: "suspend-account",
  schema: personSchema,
  verb: suspendAccount,
  goTo: to("suspended"),
});
export async function suspendAccountAction(state: FormState, form: FormData) {
  return suspend(state, form);
}
const reinstate = formAction({
  name: "reinstate-account",
  schema: personSchema,
  verb: reinstateAccount,
  goTo: to("reinstated"),
});
export async function reinstateAccountAction(state: FormState, form: FormData) {
  return reinstate(state, form);
}
const reset = formAction({
  name: "reset-factor",
  schema: personSchema,
  verb: resetFactor,
  goTo: to("reset"),
});
export async function resetFactorAction(state: FormState, form: FormData) {
  return reset(state, form);
}
const cover = formAction({
  name: "arrange-cover",
  schema: arrangeCoverSchema,
  verb: arrangeCover,
  goTo: to("covered"),
});
export async function arrangeCoverAction(state: FormState, form: FormData) {
  return cover(state, form);
}
