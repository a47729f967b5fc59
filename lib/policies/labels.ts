import type { ClauseKind, Defect } from "./types";

export const kindWords: Record<ClauseKind, string> = {
  scope: "Scope",
  definition: "Definition",
  duty: "General duty",
  prohibition: "Prohibition",
  "duty-to-report": "Duty to report",
  evidence: "Evidence rule",
  route: "Route",
  investigation: "Investigation rule",
  outcome: "Outcome",
  permission: "Permission needed",
  declaration: "Declaration",
  retention: "Retention",
  acknowledgement: "Acknowledgement",
  review: "Review",
  support: "Support",
};

export const boundWords: Record<string, string> = {
  employee: "Employees",
  supply: "Supply staff",
  agency: "Agency staff",
  trainee: "Trainees",
  volunteer: "Volunteers",
  contractor: "Contractors",
  governor: "Governors",
  visitor: "Visitors",
};

/** What was found in a policy, the most dangerous first. */
export const defectWords: Record<Defect["group"], string> = {
  unsafe: "Not safe to follow to the letter",
  dates: "Approval and review",
  guidance: "Guidance that is old or was replaced",
  text: "Slips in the text",
  silent: "Not spoken of, so the national default applies",
};
