/** What the reporter reads of how far it has come, and what comes next. */
export const progressWords: Record<string, { tag: string; words: string; next: string }> = {
  sent: {
    tag: "Sent",
    words: "It is waiting to be read.",
    next: "Next: somebody reads it",
  },
  "being-read": {
    tag: "Being read",
    words: "Somebody who handles concerns has opened it.",
    next: "Next: they decide what to do",
  },
  asked: {
    tag: "A question for you",
    words: "Whoever handles it has asked you something.",
    next: "Next: answer the question",
  },
  "in-hand": {
    tag: "In hand",
    words: "A case is open and somebody is working on it.",
    next: "Next: you hear here when it ends",
  },
  closed: {
    tag: "Closed",
    words: "No more is planned. You can still add to it.",
    next: "You can still add to it",
  },
};
/** When everybody who could read it is involved (B5.2): setup makes this all but impossible. */
export const outwardWords =
  "Nobody at school can read this without being involved in it. It is kept. Call one of the bodies outside school that are listed here, and give them your reference.";

/** Words by code as the choices of a field, in the order they are written. */
export const choicesOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

export const affectedWords: Record<string, string> = {
  me: "Me",
  colleague: "A colleague",
  pupil: "A pupil",
  "adult-at-risk": "An adult at risk",
  parent: "A parent or carer",
  school: "The school itself",
  other: "Somebody else",
  unknown: "I do not know",
};
export const aboutWords: Record<string, string> = {
  headteacher: "The headteacher",
  dsl: "The designated safeguarding lead (DSL)",
  "deputy-dsl": "The deputy DSL",
  "line-manager": "My line manager",
  chair: "The chair of governors",
  governor: "Another governor",
  "trust-lead": "The trust lead or chief executive",
  admin: "The system administrator",
  myself: "Myself",
  handling: "How the school handled an earlier concern",
};
export const kindWords: Record<string, string> = {
  pupil: "Pupil",
  staff: "Member of staff",
  parent: "Parent or carer",
  governor: "Governor",
  "unknown-account": "Unknown account",
  outsider: "Somebody else",
  "former-pupil": "Former pupil",
};
export const partWords: Record<string, string> = {
  affected: "Affected",
  named: "Named",
  witness: "Witness",
  reporter: "Reporter",
  "account-holder": "Account holder",
};
export const roleWords: Record<string, string> = {
  staff: "staff",
  "line-manager": "line manager",
  dsl: "designated safeguarding lead (DSL)",
  "deputy-dsl": "deputy DSL",
  headteacher: "headteacher",
  chair: "chair of governors",
  "vice-chair": "vice-chair of governors",
  governor: "governor",
  dpo: "data protection officer",
  "trust-lead": "trust lead",
  "trust-chair": "chair of trustees",
  admin: "system administrator",
};
export const policeWishWords: Record<string, string> = {
  yes: "Tell the police",
  no: "Do not tell the police",
  undecided: "I have not decided",
};
export const howKnownWords: Record<string, string> = {
  direct: "I saw it or it was sent to me",
  told: "Somebody told me",
  alert: "A filtering or monitoring alert",
  "closed-group": "It was passed on from a closed group",
  search: "I came across it in a search",
};
export const trackWords: Record<string, string> = {
  T1: "Staff as target",
  T2: "Child",
  T3: "Adult conduct",
  T4: "Data and security",
  T5: "Community",
  T6: "Permissions and declarations",
};
