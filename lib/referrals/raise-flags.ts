import type { Mark } from "@/lib/clocks/types";
import england from "./flags/england.json" with { type: "json" };

/** A law to take advice on (B11): a question, never an answer. */
export type Flag = {
  code: string;
  label: string;
  ask: string;
  types: readonly string[];
  tracks: readonly string[];
  source: string;
  mark: Mark;
};
export const flags = england.flags as readonly Flag[];
export const flagsAsOf = { asOf: england.asOf, source: england.source };
export const flagWords: Record<string, string> = {
  advice: "Advice was taken",
  acted: "Acted on",
  dismissed: "It does not arise",
};

/** The laws a case of this kind gives reason to ask about. */
export const raiseFlags = (found: { type: string; track: string }): readonly Flag[] =>
  flags.filter((flag) => flag.types.includes(found.type) || flag.tracks.includes(found.track));

/** Its answers are records of the case, by this name. */
export const flagRecord = (code: string) => `law-${code}`;
