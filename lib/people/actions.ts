"use server";

import type { Tx } from "@/db/scope";
import { formAction } from "@/lib/access/form-action";
import { openSecret, sealSecret } from "@/lib/access/seal-secret";
import type { Actor } from "@/lib/access/types";
import { arrangeCover } from "./arrange-cover";
import { assignRole } from "./assign-role";
import { endRole } from "./end-role";
import { invitePerson } from "./invite-person";
import { renewInvitation } from "./renew-invitation";
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

type Issued = { personId: string; token: string };
/** What a verb answers is kept with the form's key, so a token is kept sealed. */
const sealed =
  <I>(verb: (tx: Tx, actor: Actor, input: I) => Promise<Issued>) =>
  async (tx: Tx, actor: Actor, input: I) => {
    const { personId, token } = await verb(tx, actor, input);
    return { personId, sealed: sealSecret(token).toString("base64url") };
  };
const showInvitation = (result: { personId: string; sealed: string }) =>
  `/people/${result.personId}?invitation=${openSecret(Buffer.from(result.sealed, "base64url"))}`;

export const invitePersonAction = formAction({
  name: "invite-person",
  schema: invitePersonSchema,
  verb: sealed(invitePerson),
  goTo: showInvitation,
});
export const renewInvitationAction = formAction({
  name: "renew-invitation",
  schema: personSchema,
  verb: sealed(renewInvitation),
  goTo: showInvitation,
});
export const assignRoleAction = formAction({
  name: "assign-role",
  schema: assignRoleSchema,
  verb: assignRole,
  goTo: to("assigned"),
});
export const endRoleAction = formAction({
  name: "end-role",
  schema: endRoleSchema,
  verb: endRole,
  goTo: to("ended"),
});
export const suspendAccountAction = formAction({
  name: "suspend-account",
  schema: personSchema,
  verb: suspendAccount,
  goTo: to("suspended"),
});
export const reinstateAccountAction = formAction({
  name: "reinstate-account",
  schema: personSchema,
  verb: reinstateAccount,
  goTo: to("reinstated"),
});
export const resetFactorAction = formAction({
  name: "reset-factor",
  schema: personSchema,
  verb: resetFactor,
  goTo: to("reset"),
});
export const arrangeCoverAction = formAction({
  name: "arrange-cover",
  schema: arrangeCoverSchema,
  verb: arrangeCover,
  goTo: to("covered"),
});
