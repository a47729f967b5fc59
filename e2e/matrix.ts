/**
 * Who may open what, by route: the expectation every page and API route must have. "handlers" are
 * those whose role sees the track of the matter opened (B12); everybody else gets the same 404.
 */
export type Expectation =
  /** Open to the world. */
  | "public"
  /** Anybody signed in. */
  | "everybody"
  /** Only the person who wrote it, or to whom it was sent. */
  | "owner"
  /** Whoever may read the matter: B12, walls and circle. */
  | "handlers"
  /** Answers to POST, PUT or HEAD only, each proved in its own test. */
  | "not-a-page"
  | readonly string[];

const casework = [
  "dsl",
  "deputy-dsl",
  "headteacher",
  "dpo",
  "chair",
  "vice-chair",
  "trust-lead",
  "trust-chair",
] as const;
const readers = [
  "governor",
  "chair",
  "vice-chair",
  "headteacher",
  "dsl",
  "dpo",
  "trust-lead",
  "trust-chair",
] as const;

const registerReaders = ["dsl", "headteacher", "chair", "vice-chair"] as const;

export const policyWriters = ["dsl", "deputy-dsl", "headteacher", "dpo", "trust-lead"] as const;
/** An administrator publishes a policy and writes none (B12). */
export const policyPublishers = [...policyWriters, "admin"] as const;

export const everybody = [
  ...policyPublishers,
  "staff",
  "line-manager",
  "chair",
  "vice-chair",
  "governor",
] as const;

export const routes: Record<string, Expectation> = {
  "/": "everybody",
  "/accessibility": "public",
  "/breaches": ["dsl", "headteacher", "dpo"],
  "/breaches/export": ["dsl", "headteacher", "dpo"],
  "/cases/[caseId]": "handlers",
  "/cases/[caseId]/actions": "handlers",
  "/cases/[caseId]/appeal": "handlers",
  "/cases/[caseId]/deadlines": "handlers",
  "/cases/[caseId]/deadlines/[clockId]": "owner",
  "/cases/[caseId]/disclosures": "handlers",
  // Whoever may disclose: not a deputy, whom the matrix counts among the handlers.
  "/cases/[caseId]/disclosures/[disclosureId]": "owner",
  "/cases/[caseId]/disclosures/new": ["dsl", "headteacher"],
  "/cases/[caseId]/evidence": "handlers",
  "/cases/[caseId]/evidence/[evidenceId]": "handlers",
  // The matrix destroys nothing: destroy-evidence.test.ts and the journey show who reads one.
  "/cases/[caseId]/evidence/[evidenceId]/certificate": [],
  "/cases/[caseId]/evidence/[evidenceId]/redact": ["dsl", "headteacher"],
  "/cases/[caseId]/messages": "handlers",
  "/cases/[caseId]/move/[action]": "handlers",
  "/cases/[caseId]/owner": "handlers",
  "/cases/[caseId]/people": "handlers",
  "/cases/[caseId]/process": "handlers",
  "/cases/[caseId]/process/[kind]": "handlers",
  "/cases/[caseId]/refer": "handlers",
  "/cases/[caseId]/related": "handlers",
  // One of the case's own: write-letter.test.ts.
  "/cases/[caseId]/letters/[letterId]": "owner",
  "/cases/[caseId]/letters/new": "handlers",
  "/cases/[caseId]/referrals": "handlers",
  // One of the case's own: refer-outside.test.ts.
  "/cases/[caseId]/referrals/[outsideId]": "owner",
  "/cases/[caseId]/referrals/new": "handlers",
  "/cases/[caseId]/risk": "handlers",
  "/cases/[caseId]/step-aside": "handlers",
  "/cases/[caseId]/timeline": "handlers",
  // Who sees what of a person: merge-people.test.ts and find-connections.test.ts.
  "/cases/emergency": ["dsl", "headteacher", "dpo"],
  "/cases/people/[personId]": casework,
  "/cases/people/[personId]/chronology": casework,
  "/cases/people/[personId]/same": casework,
  "/complaints": casework,
  "/complaints/new": casework,
  "/concerns": ["dsl", "headteacher"],
  "/decisions": ["headteacher", "chair", "vice-chair", "trust-lead", "trust-chair"],
  "/decisions/[referralId]": "owner",
  // A hostile-files journey and read-contents.test.ts show who reads what an item says.
  "/evidence/[evidenceId]/contents": "owner",
  "/evidence/address": "not-a-page",
  "/governance": readers,
  "/governance/[snapshotId]": readers,
  "/governance/new": ["dsl", "headteacher", "chair", "vice-chair"],
  "/help": "public",
  "/invite/[token]": "public",
  "/notices": "everybody",
  "/people": ["admin", "headteacher", "dpo"],
  "/people/[personId]": ["admin", "headteacher", "dpo"],
  "/people/invite": ["admin"],
  "/phone": "public",
  "/phone/[token]": "public",
  "/phone/upload": "not-a-page",
  "/policies": "everybody",
  "/policies/[policyId]": "everybody",
  "/policies/[policyId]/acceptances": [
    ...policyWriters,
    "line-manager",
    "governor",
    "chair",
    "vice-chair",
  ],
  "/policies/[policyId]/acceptances/export": [...policyWriters, "line-manager"],
  "/policies/[policyId]/compare": "everybody",
  // No version of the matrix has a document: import-policy.test.ts shows who reads one.
  "/policies/[policyId]/document/[versionId]": [],
  "/policies/[policyId]/pdf": "everybody",
  "/policies/[policyId]/draft": policyPublishers,
  "/policies/[policyId]/draft/clauses/[clauseId]": policyWriters,
  "/policies/[policyId]/draft/clauses/new": policyWriters,
  "/policies/[policyId]/draft/confirm": policyWriters,
  "/policies/[policyId]/draft/details": policyWriters,
  "/policies/[policyId]/draft/publish": policyPublishers,
  "/policies/[policyId]/draft/rules": policyWriters,
  "/policies/new": policyWriters,
  "/policies/new/upload": "not-a-page",
  "/privacy": "public",
  "/queue": casework,
  "/queue/[reportId]": "handlers",
  "/queue/next": "everybody",
  "/queue/views": casework,
  "/referrals": casework,
  "/registers": "everybody",
  // Its holder, whoever it was put to, and the roles of its kind: move-entry.test.ts.
  "/registers/[entryId]": "owner",
  "/registers/all": registerReaders,
  "/registers/answer": "everybody",
  "/registers/export": registerReaders,
  "/registers/kinds": ["dsl", "headteacher"],
  "/registers/kinds/[kind]": ["dsl", "headteacher"],
  "/registers/new": "everybody",
  "/registers/new/[kind]": "everybody",
  "/reports/[reportId]": "owner",
  "/reports/[reportId]/copy": "owner",
  "/reports/[reportId]/sent": "owner",
  "/reports/[reportId]/upload": "not-a-page",
  "/reports/drafts/[draftId]/check": "owner",
  "/reports/drafts/[draftId]/evidence": "owner",
  "/reports/drafts/[draftId]/evidence/upload": "not-a-page",
  "/share/upload": "not-a-page",
  "/reports/drafts/[draftId]/stop/danger": "owner",
  "/reports/drafts/[draftId]/stop/image": "owner",
  "/reports/drafts/[draftId]/what-happened": "owner",
  "/requests": ["dsl", "headteacher", "dpo"],
  // One of the school's own: give-pack.test.ts.
  "/requests/[requestId]": "owner",
  // Of a person of whom the matrix does not tell the page.
  "/requests/new": [],
  // The next in line past a walled headteacher gives the second word, and sees those records alone.
  "/retention": casework.filter((role) => role !== "deputy-dsl"),
  // The case of the matrix is open and has no review: propose-disposal.test.ts shows who reads one.
  "/retention/[caseId]": [],
  "/retention/rules": ["dsl", "headteacher", "dpo"],
  "/routes": ["dsl", "deputy-dsl", "headteacher", "admin"],
  "/routes/[row]": ["dsl", "deputy-dsl", "headteacher", "admin"],
  "/search": casework,
  "/sent-to-me": "everybody",
  "/sent-to-me/[reportId]": "owner",
  "/settings": "everybody",
  "/settings/calendar": casework,
  "/settings/contacts": ["dsl", "deputy-dsl", "headteacher", "dpo"],
  "/settings/deadlines": "everybody",
  "/settings/door": ["dsl", "headteacher"],
  "/settings/evidence": ["dsl", "admin"],
  "/settings/factor": "everybody",
  "/settings/ledger": ["admin", "dsl", "headteacher", "dpo", "chair", "vice-chair"],
  "/settings/letters": ["dsl", "headteacher"],
  "/settings/outbox": ["admin"],
  "/settings/visitors": ["dsl", "headteacher"],
  "/sign-in": "public",
  "/sign-in/code": "everybody",
  "/sign-in/forgotten": "public",
  "/tell/[door]": "public",
  "/tell/code": "public",
  "/tell/report": "not-a-page",
  "/tell/report/copy": "not-a-page",
  "/visit/[door]": "public",
  "/transfers": ["dsl", "deputy-dsl", "headteacher"],
  // A child's, made by the DSL: move-transfer.test.ts shows who reads one.
  "/transfers/[transferId]": [],
  "/transfers/new": [],
  "/verify": "public",
  "/verify/checkpoint": "public",
  "/api/auth/[...nextauth]": "not-a-page",
  "/api/calendar/[token]": "owner",
  "/api/disposals/[id]": "owner",
  "/api/evidence/[id]": "handlers",
  "/api/exports/[id]": "owner",
  "/api/health": "public",
  "/api/ingest/[key]": "not-a-page",
  "/api/ledger": casework,
  "/api/letters/[id]": "owner",
  "/api/packs/[id]": "owner",
  "/api/people": "everybody",
  "/api/phone/[id]": "owner",
  "/api/session": "everybody",
  "/api/uploadthing": "not-a-page",
};
