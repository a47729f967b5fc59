import { entryMoves } from "./transitions";
import type { Kind, Register } from "./types";

export const registerWords: Record<Register, string> = {
  permission: "Permissions",
  account: "Official accounts",
  declaration: "Declarations",
  deviation: "Judgements outside the policy",
  consent: "Consent to pictures",
  record: "The school's own records",
};

/** What somebody is about to do, above the list of kinds. */
export const askWords: Record<Register, string> = {
  permission: "Ask for permission to",
  account: "Ask for permission to",
  declaration: "Tell the school that",
  deviation: "Tell the school that",
  consent: "For a child",
  record: "For the school",
};

export const eventWords: Record<string, string> = {
  asked: "Asked for",
  made: "Told",
  recorded: "Recorded",
  renewed: "Asked for again",
  approve: "Approved",
  refuse: "Refused",
  revoke: "Revoked",
  review: "Reviewed",
  discuss: "Talked through",
  acknowledge: "Acknowledged",
  withdraw: "Withdrawn",
  finish: "Ended by its holder",
  advice: "Advice taken",
  pass: "New owner named",
  take: "Taken over by its new owner",
  "withdraw-consent": "Consent withdrawn",
  "clear-pictures": "Time over, pictures to be cleared",
};

export const followedWords = {
  yes: "Followed",
  partly: "Followed in part",
  no: "Not followed",
  open: "Not decided yet",
} as const;

export const filterWords = {
  waiting: "Waiting for an answer",
  "in-force": "In force",
  soon: "Runs out within 30 days",
  expired: "Expired or overdue",
  ended: "Refused, revoked or ended",
} as const;

export const doneWords: Record<string, string> = {
  entered: "It is in your register. Whoever answers it has been told.",
  recorded: "It is in the register.",
  renewed: "You asked for it again. Whoever answers it has been told.",
  advised: "The advice is kept. Whoever made the judgement does not see it.",
  passed: "They have been told. The account is theirs once they take it over.",
  taken: "The account is yours. Whoever had it has been told.",
  checked: "The place is ticked off.",
  ...Object.fromEntries(entryMoves.map((move) => [move.action, move.banner])),
};

/** "14 days", "12 months", or that it has no end of its own. */
export const lastsWords = (kind: Pick<Kind, "lasts" | "unit">) =>
  kind.lasts === null
    ? "Until somebody ends it"
    : `${kind.lasts} ${kind.lasts === 1 ? kind.unit.slice(0, -1) : kind.unit}`;

export const sourceWords: Record<Kind["source"], string> = {
  national: "National default",
  policy: "Policy in force",
  school: "Set by this school",
};
