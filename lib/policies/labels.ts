import type { ClauseKind } from "./types";

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
