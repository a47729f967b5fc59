import { formatDate, formatDay, localDay } from "@/lib/dates";
import type { Entry } from "./types";

type Facts = Pick<
  Entry,
  "register" | "state" | "startsOn" | "endsOn" | "askedAt" | "decidedAt" | "endedAt"
>;
export type Standing = { words: string; tone: "calm" | "good" | "note" | "warn" | "danger" };

/** Days before the end on which somebody is told. */
export const noticeDays = 30;
const nounOf = (register: string) => (register === "account" ? "approval" : register);
const plusDays = (day: string, n: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** How an entry stands on a day, for lists: a state and, once in force, its last day. */
export function standingOf(entry: Facts, today: string): Standing {
  const { state, endsOn } = entry;
  const inForce = ["approved", "acknowledged", "recorded"].includes(state);
  if (inForce && endsOn !== null && endsOn < today) {
    const late = entry.register === "account" || entry.register === "record";
    return late
      ? { words: `Review overdue since ${formatDay(endsOn)}`, tone: "danger" }
      : { words: `Expired on ${formatDay(endsOn)}`, tone: "danger" };
  }
  if (inForce && endsOn !== null && endsOn <= plusDays(today, noticeDays)) {
    const review = entry.register === "account" || entry.register === "record";
    return {
      words: `${review ? "Review due" : "Runs out"} on ${formatDay(endsOn)}`,
      tone: "warn",
    };
  }
  if (state === "approved" && entry.startsOn > today)
    return { words: `Begins on ${formatDay(entry.startsOn)}`, tone: "note" };
  const plain: Record<string, Standing> = {
    asked: { words: "Waiting for an answer", tone: "note" },
    made: { words: "Told, not answered yet", tone: "note" },
    discussed: { words: "Talked through", tone: "note" },
    approved: { words: endsOn ? `In force until ${formatDay(endsOn)}` : "In force", tone: "good" },
    acknowledged: { words: "Acknowledged", tone: "good" },
    recorded: { words: endsOn ? `Holds until ${formatDay(endsOn)}` : "Recorded", tone: "good" },
    refused: { words: "Refused", tone: "calm" },
    withdrawn: { words: "Withdrawn", tone: "calm" },
    revoked: { words: "Revoked", tone: "danger" },
    ended: { words: "Ended", tone: "calm" },
  };
  return plain[state] ?? { words: "Unknown", tone: "calm" };
}

/**
 * What an entry was worth on a day that has passed, for a case (S1-23): a permission holds from its
 * answer and its first day to its last one, a declaration from the day it was made.
 */
export function describeOnDay(entry: Facts, day: string): { words: string; holds: boolean } {
  const noun = nounOf(entry.register);
  const on = (at: Date) => localDay(at);
  const no = (words: string) => ({ words, holds: false });
  if (on(entry.askedAt) > day) {
    const verb = ["permission", "account"].includes(entry.register) ? "asked for" : "made";
    return no(`${noun} ${verb} only afterwards, on ${formatDate(entry.askedAt)}`);
  }
  if (entry.endedAt && on(entry.endedAt) <= day) {
    const how =
      { revoked: "revoked", withdrawn: "withdrawn", refused: "refused" }[entry.state] ?? "ended";
    return no(`${noun} ${how} on ${formatDate(entry.endedAt)}`);
  }
  if (["permission", "account"].includes(entry.register)) {
    if (entry.state === "refused" && entry.decidedAt && on(entry.decidedAt) <= day)
      return no(`${noun} refused on ${formatDate(entry.decidedAt)}`);
    if (!entry.decidedAt || on(entry.decidedAt) > day || entry.state === "asked")
      return no(`${noun} asked for on ${formatDate(entry.askedAt)}, not answered by that day`);
    if (entry.startsOn > day) return no(`${noun} began only on ${formatDay(entry.startsOn)}`);
  }
  if (entry.endsOn !== null && entry.endsOn < day)
    return no(`${noun} expired on ${formatDay(entry.endsOn)}`);
  const acknowledged =
    entry.decidedAt && on(entry.decidedAt) <= day && entry.state !== "discussed"
      ? `, acknowledged on ${formatDate(entry.decidedAt)}`
      : ", not acknowledged by that day";
  const words: Record<string, string> = {
    permission: `permission in force${entry.endsOn ? ` until ${formatDay(entry.endsOn)}` : ""}`,
    account: `approved${entry.endsOn ? `, next review by ${formatDay(entry.endsOn)}` : ""}`,
    declaration: `declared on ${formatDate(entry.askedAt)}${acknowledged}`,
    deviation: `explained on ${formatDate(entry.askedAt)}${acknowledged}`,
    consent: `consent on file since ${formatDate(entry.askedAt)}`,
  };
  return { words: words[entry.register] ?? "on file", holds: true };
}
