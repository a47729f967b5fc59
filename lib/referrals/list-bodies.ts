import type { Mark } from "@/lib/clocks/types";
import signposts from "@/lib/reports/signposts/england.json" with { type: "json" };
import england from "./bodies/england.json" with { type: "json" };

/** A body outside school as dated data: who they are (B14) and what a referral to them takes (B9). */
export type Body = {
  code: string;
  name: string;
  /** How to reach them, as far as it is the same everywhere. */
  detail: string;
  for: string;
  send: readonly string[];
  /** What must be minded before anything is sent. */
  mind?: string;
  /** Clocks whose duty this referral meets, and the one that runs until they answer. */
  settles?: readonly string[];
  reply?: string;
  /** When the duty's time has passed, the reasons for the delay are asked for: when, in words. */
  late?: string;
  /** School days after which to ask again. */
  days: number;
  takedown?: boolean;
  /** Kinds of case it is offered for first. */
  tracks: readonly string[];
  source: string;
  /** How far the national contact was checked. */
  mark: Mark;
};

export const bodies: readonly Body[] = england.bodies.map((body) => {
  const post = signposts.signposts.find((one) => one.code === body.code);
  if (!post) throw new Error(`No signpost for "${body.code}"`);
  const { name, detail, mark } = post;
  return { ...body, name, detail, for: post.for, mark: mark as Mark };
});
export const bodiesAsOf = { asOf: england.asOf, source: england.source };
export const bodyCodes = bodies.map((body) => body.code);

export function bodyOf(code: string): Body {
  const body = bodies.find((one) => one.code === code);
  if (!body) throw new Error(`No body "${code}"`);
  return body;
}

/** Those for this kind of case first, each group in the data's order. */
export const bodiesFor = (track: string) => ({
  first: bodies.filter((body) => body.tracks.includes(track)),
  others: bodies.filter((body) => !body.tracks.includes(track)),
});
