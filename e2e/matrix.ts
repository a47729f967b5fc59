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

const policyWriters = ["dsl", "deputy-dsl", "headteacher", "dpo", "trust-lead"] as const;
/** An administrator publishes a policy and writes none (B12). */
const policyPublishers = [...policyWriters, "admin"] as const;

const everybody = [
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
  "/cases/[caseId]/referrals": "handlers",
  "/cases/[caseId]/risk": "handlers",
  "/cases/[caseId]/timeline": "handlers",
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
  "/policies/[policyId]/compare": "everybody",
  // No version of the matrix has a document: import-policy.test.ts shows who reads one.
  "/policies/[policyId]/document/[versionId]": [],
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
  "/reports/[reportId]/sent": "owner",
  "/reports/[reportId]/upload": "not-a-page",
  "/reports/drafts/[draftId]/check": "owner",
  "/reports/drafts/[draftId]/evidence": "owner",
  "/reports/drafts/[draftId]/evidence/upload": "not-a-page",
  "/reports/drafts/[draftId]/stop/danger": "owner",
  "/reports/drafts/[draftId]/stop/image": "owner",
  "/reports/drafts/[draftId]/what-happened": "owner",
  "/routes": ["dsl", "deputy-dsl", "headteacher", "admin"],
  "/routes/[row]": ["dsl", "deputy-dsl", "headteacher", "admin"],
  "/search": casework,
  "/sent-to-me": "everybody",
  "/sent-to-me/[reportId]": "owner",
  "/settings": "everybody",
  "/settings/calendar": casework,
  "/settings/deadlines": "everybody",
  "/settings/door": ["dsl", "headteacher"],
  "/settings/evidence": ["dsl", "admin"],
  "/settings/factor": "everybody",
  "/settings/ledger": ["admin", "dsl", "headteacher", "dpo", "chair", "vice-chair"],
  "/settings/outbox": ["admin"],
  "/sign-in": "public",
  "/sign-in/code": "everybody",
  "/sign-in/forgotten": "public",
  "/tell/[door]": "public",
  "/tell/code": "public",
  "/tell/report": "not-a-page",
  "/verify": "public",
  "/verify/checkpoint": "public",
  "/api/auth/[...nextauth]": "not-a-page",
  "/api/calendar/[token]": "owner",
  "/api/evidence/[id]": "handlers",
  "/api/exports/[id]": "owner",
  "/api/health": "public",
  "/api/ingest/[key]": "not-a-page",
  "/api/ledger": casework,
  "/api/people": "everybody",
  "/api/phone/[id]": "owner",
  "/api/session": "everybody",
  "/api/uploadthing": "not-a-page",
};

/**
 * Who may use a server action on somebody else's T2 matter (or, for people and numbers, at all).
 * "own": it touches nothing but the account, draft or notices of whoever sends it, and takes no
 * address of anything else. "owner": only the person whose draft, report or message it is.
 * actions.spec.ts sends each one as every other role, the walled, the other school and nobody.
 */
const triagers = ["dsl", "deputy-dsl"] as const;
const admins = ["admin"] as const;

export const actions: Record<string, "own" | "owner" | readonly string[]> = {
  acceptInvitationAction: "own",
  acknowledgeReportAction: "owner",
  addActionAction: [...triagers, "headteacher"],
  addByCodeAction: "own",
  addAddendumAction: "owner",
  answerReadingAction: "owner",
  askReporterAction: triagers,
  assignOwnerAction: triagers,
  autosaveDraft: "owner",
  beginClockAction: triagers,
  changePasswordAction: "own",
  changeSeverityAction: triagers,
  closeReportAction: triagers,
  confirmCodeAction: "own",
  confirmDisclosureAction: ["dsl", "headteacher"],
  continueDraftAction: "owner",
  decideReferralAction: "owner",
  demoSignInAction: "own",
  describeEvidenceAction: "owner",
  directorySignInAction: "own",
  discardDraftAction: "owner",
  draftDisclosureAction: ["dsl", "headteacher"],
  dropDisclosureAction: ["dsl", "headteacher"],
  dropRecipientAction: ["headteacher", "admin"],
  endCalendarAction: "own",
  enterCodeAction: "own",
  finishActionAction: [...triagers, "headteacher"],
  forgotPasswordAction: "own",
  involvePersonAction: [...triagers, "headteacher"],
  joinCaseAction: triagers,
  leaveReportAction: "own",
  linkInvitationAction: "own",
  makeCalendarAction: "own",
  makePhoneLinkAction: "owner",
  markReadAction: "own",
  messageReporterAction: [...triagers, "headteacher"],
  noteCaseAction: [...triagers, "headteacher"],
  openCaseAction: triagers,
  /** Whoever holds the link, and nothing else: it takes no address of anything. */
  openPhoneLinkAction: "own",
  passReportAction: "owner",
  pauseClockAction: triagers,
  rateReportAction: triagers,
  referCaseAction: [...triagers, "headteacher"],
  removeEvidenceAction: "owner",
  replyByCodeAction: "own",
  replyToHandlerAction: "owner",
  resumeClockAction: triagers,
  saveDetails: "owner",
  saveFactorAction: "own",
  /** Whoever sees the file: the writer, their line manager if they chose so, and its handlers. */
  sealEvidenceAction: [...triagers, "staff", "line-manager", "headteacher"],
  sendReportAction: "owner",
  settleClockAction: triagers,
  signInAction: "own",
  signOutAction: "own",
  signOutEverywhereAction: "own",
  snoozeReportAction: triagers,
  startDraftAction: "own",
  tellSchoolAction: "own",
};

/** Those on the school, its people and its numbers: e2e/school-actions.spec.ts. */
export const schoolActions: Record<string, readonly string[]> = {
  addRecipientAction: ["headteacher", "admin"],
  arrangeCoverAction: admins,
  assignRoleAction: admins,
  chooseReadingAction: ["dsl", "headteacher", "dpo"],
  dropRecipientAction: ["headteacher", "admin"],
  endRoleAction: admins,
  freezeSnapshotAction: ["dsl", "headteacher", "chair", "vice-chair"],
  invitePersonAction: admins,
  reinstateAccountAction: admins,
  renewInvitationAction: admins,
  resetFactorAction: admins,
  saveDoorAction: ["dsl", "headteacher"],
  suspendAccountAction: admins,
};

/** The same for policies, which no wall shuts anybody out of; policy-actions.spec.ts sends them. */
export const policyActions: Record<string, readonly string[]> = {
  /** One accepts for oneself: each role that the policy binds. */
  acknowledgeVersionAction: everybody,
  addClauseAction: policyWriters,
  autosaveClause: policyWriters,
  confirmClausesAction: policyWriters,
  discardVersionAction: policyWriters,
  draftVersionAction: policyWriters,
  editClauseAction: policyWriters,
  loadPackAction: policyWriters,
  moveClauseAction: policyWriters,
  noteVersionAction: [...policyWriters, "chair", "vice-chair"],
  publishVersionAction: policyPublishers,
  removeClauseAction: policyWriters,
  saveRulesAction: policyWriters,
  saveVersionAction: policyWriters,
  signVersionAction: ["chair", "vice-chair"],
  startPolicyAction: policyWriters,
};

/** The same for the registers; register-actions.spec.ts sends them. */
export const registerActions: Record<string, "owner" | readonly string[]> = {
  changeKindAction: ["dsl", "headteacher"],
  /** Everybody for themselves; a record of the school only those who keep it. */
  enterRegisterAction: ["dsl", "deputy-dsl", "headteacher"],
  /** What is put to the headteacher of a kind the DSL reads and does not answer. */
  finishTaskAction: ["staff", "dsl", "headteacher"],
  logAdviceAction: ["headteacher"],
  moveEntryAction: ["headteacher"],
  renewEntryAction: "owner",
};

/** Relating cases, fairness and appeals; case-actions.spec.ts sends them. */
export const caseActions: typeof actions = {
  changeTrackAction: triagers,
  convenePanelAction: triagers,
  linkCasesAction: triagers,
  mergeCaseAction: triagers,
  moveCaseAction: triagers,
  splitCaseAction: triagers,
  unlinkCasesAction: triagers,
  withdrawReportAction: "owner",
  writeRecordAction: [...triagers, "headteacher"],
};

/** The same for the files of a case; evidence-actions.spec.ts sends them. */
const enders = ["dsl", "headteacher"];
export const evidenceActions: Record<string, readonly string[]> = {
  addDescriptionAction: [...triagers, "headteacher"],
  askDestructionAction: enders,
  destroyEvidenceAction: enders,
  noteBackupsAction: enders,
  redactEvidenceAction: enders,
  redactTextAction: enders,
  withdrawDestructionAction: enders,
};
