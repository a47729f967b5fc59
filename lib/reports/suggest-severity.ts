/**
 * The level a report starts with (B4): 4 urgent, 3 high, 2 medium, 1 low. A suggestion from the
 * facts the reporter gave; whoever triages may raise it freely and lower it with a reason.
 */
export function suggestSeverity(facts: {
  safety: "no" | "danger" | "image";
  type: string;
  subtype: string;
  childAffected: boolean;
}): 1 | 2 | 3 | 4 {
  if (facts.safety !== "no" || facts.type === "IIC") return 4;
  const high = new Set(["SEX", "RAD", "IIA", "HAR"]);
  const grave = new Set(["threat", "threshold", "sextortion", "prejudice", "self-harm", "doxxing"]);
  if (high.has(facts.type) || grave.has(facts.subtype)) return 3;
  const middling = new Set(["CYB", "IMP", "DEF", "DBR", "ADC", "HRM", "UNS"]);
  return middling.has(facts.type) || facts.childAffected ? 2 : 1;
}

export const triageClock = (severity: number) =>
  ({ 4: "triage-urgent", 3: "triage-high", 2: "triage-medium" })[severity] ?? "triage-low";
