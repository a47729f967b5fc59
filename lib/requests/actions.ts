"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { decideItem } from "./decide-item";
import { givePack } from "./give-pack";
import { endRequest, extendRequest, openRequest } from "./open-request";
import {
  decideItemSchema,
  endRequestSchema,
  extendRequestSchema,
  givePackSchema,
  openRequestSchema,
} from "./schema";

const next =
  (done: string) =>
  ({ requestId }: { requestId: string }) =>
    `/requests/${requestId}?done=${done}`;

const open = formAction({
  name: "open-request",
  schema: openRequestSchema,
  verb: openRequest,
  goTo: next("opened"),
});
export async function openRequestAction(state: FormState, form: FormData) {
  return open(state, form);
}

const extend = formAction({
  name: "extend-request",
  schema: extendRequestSchema,
  verb: extendRequest,
  goTo: next("extended"),
});
export async function extendRequestAction(state: FormState, form: FormData) {
  return extend(state, form);
}

const end = formAction({
  name: "end-request",
  schema: endRequestSchema,
  verb: endRequest,
  goTo: next("ended"),
});
export async function endRequestAction(state: FormState, form: FormData) {
  return end(state, form);
}

const decide = formAction({
  name: "decide-item",
  schema: decideItemSchema,
  verb: decideItem,
  goTo: ({ requestId, sourceId }) => `/requests/${requestId}?done=decided#i${sourceId}`,
});
export async function decideItemAction(state: FormState, form: FormData) {
  return decide(state, form);
}

const give = formAction({
  name: "give-pack",
  schema: givePackSchema,
  verb: givePack,
  goTo: next("given"),
});
export async function givePackAction(state: FormState, form: FormData) {
  return give(state, form);
}
