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
] as const;
const readers = [
  "governor",
  "chair",
  "vice-chair",
  "headteacher",
  "dsl",
  "dpo",
  "trust-lead",
] as const;

export const routes: Record<string, Expectation> = {
  "/": "everybody",
  "/accessibility": "public",
  "/cases/[caseId]": "handlers",
  "/cases/[caseId]/actions": "handlers",
  "/cases/[caseId]/evidence": "handlers",
  "/cases/[caseId]/messages": "handlers",
  "/cases/[caseId]/move/[action]": "handlers",
  "/cases/[caseId]/owner": "handlers",
  "/cases/[caseId]/people": "handlers",
  "/cases/[caseId]/refer": "handlers",
  "/cases/[caseId]/referrals": "handlers",
  "/cases/[caseId]/risk": "handlers",
  "/cases/[caseId]/timeline": "handlers",
  "/decisions": ["headteacher", "chair", "vice-chair", "trust-lead"],
  "/decisions/[referralId]": "owner",
  "/governance": readers,
  "/governance/[snapshotId]": readers,
  "/governance/new": ["dsl", "headteacher", "chair", "vice-chair"],
  "/help": "public",
  "/invite/[token]": "public",
  "/notices": "everybody",
  "/people": ["admin", "headteacher", "dpo"],
  "/people/[personId]": ["admin", "headteacher", "dpo"],
  "/people/invite": ["admin"],
  "/policies": "everybody",
  "/policies/[policyId]": "everybody",
  "/privacy": "public",
  "/queue": casework,
  "/queue/[reportId]": "handlers",
  "/queue/next": "everybody",
  "/reports/[reportId]": "owner",
  "/reports/[reportId]/sent": "owner",
  "/reports/[reportId]/upload": "not-a-page",
  "/reports/drafts/[draftId]/check": "owner",
  "/reports/drafts/[draftId]/evidence": "owner",
  "/reports/drafts/[draftId]/evidence/upload": "not-a-page",
  "/reports/drafts/[draftId]/stop/danger": "owner",
  "/reports/drafts/[draftId]/stop/image": "owner",
  "/reports/drafts/[draftId]/what-happened": "owner",
  "/search": casework,
  "/sent-to-me": "everybody",
  "/sent-to-me/[reportId]": "owner",
  "/settings": "everybody",
  "/settings/factor": "everybody",
  "/settings/outbox": ["admin"],
  "/sign-in": "public",
  "/sign-in/code": "everybody",
  "/api/auth/[...nextauth]": "not-a-page",
  "/api/evidence/[id]": "handlers",
  "/api/health": "public",
  "/api/ingest/[key]": "not-a-page",
  "/api/people": "everybody",
  "/api/uploadthing": "not-a-page",
};

/** Every server action, and the verb test that runs the wrong role, the walled and the other school. */
export const actions: Record<string, string> = {
  acceptInvitationAction: "lib/people/assign-role.test.ts",
  acknowledgeReportAction: "lib/reports",
  addActionAction: "lib/cases",
  addAddendumAction: "lib/reports",
  askReporterAction: "lib/cases",
  assignOwnerAction: "lib/cases",
  assignRoleAction: "lib/people/assign-role.test.ts",
  autosaveDraft: "lib/reports",
  changePasswordAction: "own account",
  changeSeverityAction: "lib/cases",
  closeReportAction: "lib/cases",
  confirmCodeAction: "own account",
  continueDraftAction: "lib/reports",
  decideReferralAction: "lib/referrals",
  demoSignInAction: "own account",
  describeEvidenceAction: "lib/evidence",
  directorySignInAction: "own account",
  discardDraftAction: "lib/reports",
  endRoleAction: "lib/people/assign-role.test.ts",
  finishActionAction: "lib/cases",
  freezeSnapshotAction: "lib/governance",
  invitePersonAction: "lib/people/assign-role.test.ts",
  involvePersonAction: "lib/cases",
  joinCaseAction: "lib/cases",
  linkInvitationAction: "own account",
  markReadAction: "own account",
  messageReporterAction: "lib/cases",
  moveCaseAction: "lib/cases",
  noteCaseAction: "lib/cases",
  openCaseAction: "lib/cases",
  passReportAction: "lib/reports",
  rateReportAction: "lib/cases",
  referCaseAction: "lib/referrals",
  reinstateAccountAction: "lib/people/assign-role.test.ts",
  removeEvidenceAction: "lib/evidence",
  replyToHandlerAction: "lib/reports",
  resetFactorAction: "lib/people/assign-role.test.ts",
  saveDetails: "lib/evidence",
  saveFactorAction: "own account",
  sendReportAction: "lib/reports/send-report.test.ts",
  signInAction: "own account",
  signOutAction: "own account",
  signOutEverywhereAction: "own account",
  snoozeReportAction: "lib/cases",
  startDraftAction: "lib/reports",
  suspendAccountAction: "lib/people/assign-role.test.ts",
};
