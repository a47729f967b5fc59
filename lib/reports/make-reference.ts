import { randomInt } from "node:crypto";
import { localDay } from "@/lib/dates";

const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** "OS-26-7F3KQ": random, so that a gap tells nobody that a report exists. */
export function makeReference(at: Date): string {
  const tail = Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return `OS-${localDay(at).slice(2, 4)}-${tail}`;
}
