export const severityWords: Record<string, string> = {
  "1": "Low",
  "2": "Medium",
  "3": "High",
  "4": "Urgent",
};
export const triageTimes: Record<string, string> = {
  "in-time": "In time",
  late: "Late",
  waiting: "Not read yet",
};
export const outcomeWords: Record<string, string> = {
  open: "Still open",
  "no-further-action": "No further action",
  "no-action": "Decided: no action",
  informal: "Informal action",
  formal: "Formal disciplinary action",
  "local-authority": "Referred to the local authority",
};
