import england from "./exemptions/england.json" with { type: "json" };

export const exemptions = england.exemptions;
export const exemptionsAsOf = { asOf: england.asOf, source: england.source };
export const exemptionWords = (code: string) =>
  exemptions.find((one) => one.code === code)?.label ?? code;
export const exemptionBasis = (code: string) =>
  exemptions.find((one) => one.code === code)?.basis ?? "";

export const itemKinds: Record<string, string> = {
  report: "What was reported",
  addendum: "Added to a report",
  message: "Message",
  event: "Entry of the timeline",
  record: "Record of the case",
  referral: "Asked for a decision",
  outside: "Referral outside the school",
  decision: "Decision",
  letter: "Letter",
  evidence: "File",
};
export const choiceWords: Record<string, string> = {
  include: "Give it as it is",
  redact: "Give it with names taken out",
  withhold: "Withhold it",
};

/** The same sentence on every request, whatever there is: it must not tell that something exists. */
export const othersWords =
  "You see what you may see, and no more. Ask each of the others who answer requests, the designated safeguarding lead, the headteacher and the data protection officer, to look too. What they may see can be more, less or nothing at all.";
