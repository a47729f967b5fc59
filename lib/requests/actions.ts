"use server";

import { formAction } from "@/lib/access/form-action";
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

export const openRequestAction = formAction({
  name: "open-request",
  schema: openRequestSchema,
  verb: openRequest,
  goTo: next("opened"),
});

export const extendRequestAction = formAction({
  name: "extend-request",
  schema: extendRequestSchema,
  verb: extendRequest,
  goTo: next("extended"),
});

export const endRequestAction = formAction({
  name: "end-request",
  schema: endRequestSchema,
  verb: endRequest,
  goTo: next("ended"),
});

export const decideItemAction = formAction({
  name: "decide-item",
  schema: decideItemSchema,
  verb: decideItem,
  goTo: ({ requestId, sourceId }) =>
    `/requests/${requestId}?done=decided&at=${sourceId}#i${sourceId}`,
});

export const givePackAction = formAction({
  name: "give-pack",
  schema: givePackSchema,
  verb: givePack,
  goTo: next("given"),
});
