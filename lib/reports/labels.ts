/** What the reporter reads of how far it has come. */
export const progressWords: Record<string, { tag: string; words: string }> = {
  sent: { tag: "Sent", words: "It is waiting to be read." },
  "being-read": { tag: "Being read", words: "Somebody who handles concerns has opened it." },
  asked: { tag: "A question for you", words: "Whoever handles it has asked you something." },
  "in-hand": { tag: "In hand", words: "A case is open and somebody is working on it." },
  closed: { tag: "Closed", words: "No more is planned. You can still add to it." },
};

export const affectedWords: Record<string, string> = {
  me: "Me",
  colleague: "A colleague",
  pupil: "A pupil",
  parent: "A parent or carer",
  school: "The school itself",
  other: "Somebody not on the school's lists",
  unknown: "I do not know",
};
export const aboutWords: Record<string, string> = {
  headteacher: "The headteacher",
  dsl: "The designated safeguarding lead (DSL)",
  "deputy-dsl": "The deputy DSL",
  "line-manager": "My line manager",
  chair: "The chair of governors",
  governor: "Another governor",
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
