import { canonicaliseJson, type Json } from "./canonicalise-json";

/** JSON in its one canonical form (RFC 8785) with whole numbers; undefined when it is not. */
export function readCanonical(text: string): Json | undefined {
  const whole = (value: Json): boolean =>
    typeof value === "number"
      ? Number.isSafeInteger(value) && value >= 0
      : value === null || typeof value !== "object" || Object.values(value).every(whole);
  try {
    const value = JSON.parse(text) as Json;
    return whole(value) && canonicaliseJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isObject = (value: Json | undefined): value is { [member: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
