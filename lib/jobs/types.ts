/** Background jobs by name (noun-past) and what each is told: ids only, never a name or a word. */
export type JobPayloads = {
  "notice-created": { schoolId: string; noticeId: string };
  "mail-written": { schoolId: string; mailId: string };
  "password-forgotten": { accounts: { schoolId: string; accountId: string }[] };
  "policy-published": { schoolId: string };
  "evidence-waiting": { schoolId: string; evidenceId: string };
  "ledger-differed": { schoolId: string };
  "evidence-removed": { storageKey: string };
  "picture-received": { schoolId: string; evidenceId: string };
  "marks-missed": { schoolId: string };
  "evidence-destroyed": { schoolId: string; destructionId: string; storageKeys: string[] };
  "case-closed": { schoolId: string; caseId: string };
  "keeping-changed": { schoolId: string; rule: string | null; personId: string | null };
  "disposal-approved": { schoolId: string; disposalId: string };
};
