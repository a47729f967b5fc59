export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * RFC 8785: one text for one value. Keys go in order of their UTF-16 units, nothing is spaced,
 * and numbers and strings are as ECMAScript writes them. What JSON cannot say is refused.
 */
export function canonicaliseJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new Error("JSON has no such number");
  if (typeof value === "string" && !value.isWellFormed())
    throw new Error("A text holds half a character");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicaliseJson).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicaliseJson(key)}:${canonicaliseJson(value[key] ?? null)}`);
  return `{${members.join(",")}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
