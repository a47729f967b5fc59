import { everybody, policyPublishers, policyWriters } from "./matrix.ts";

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
  answerSafetyAction: "owner",
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

/** Those on people and what connects cases: e2e/person-actions.spec.ts. */
export const personActions: Record<string, readonly string[]> = {
  /** One's own view of the queue. */
  changeViewAction: ["dsl"],
  dropViewAction: ["dsl"],
  mergePeopleAction: [...triagers, "headteacher"],
  /** Everybody who works with the queue, for themselves. */
  saveViewAction: [...triagers, "headteacher", "dpo", "chair", "vice-chair", "trust-lead"],
  setAsideAction: [...triagers, "headteacher"],
  unmergePeopleAction: [...triagers, "headteacher"],
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
  saveContactAction: [...triagers, "headteacher", "dpo"],
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

/** Questions and visitors; acknowledgement-actions.spec.ts sends them. */
export const acknowledgementActions: Record<string, "own" | readonly string[]> = {
  /** Whoever it was asked of: the headteacher, or the chair of a headteacher's own. */
  answerQuestionAction: ["headteacher"],
  /** One asks for oneself, and everybody reads the policy. */
  askQuestionAction: everybody,
  /** Somebody at the door, without an account. */
  signVisitAction: "own",
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
  /** Its owner too, who is who sends it here. */
  passAccountAction: ["staff", "headteacher"],
  renewEntryAction: "owner",
  takeAccountAction: "owner",
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

/** The same for referrals outside; referral-actions.spec.ts sends them. */
export const referralActions: typeof actions = {
  answerFlagAction: [...triagers, "headteacher"],
  moveOutsideAction: [...triagers, "headteacher"],
  referOutsideAction: [...triagers, "headteacher"],
  saveTemplateAction: ["dsl", "headteacher"],
  writeLetterAction: [...triagers, "headteacher"],
};

/** Complaints and the transfer of a child's file; duty-actions.spec.ts sends them. */
export const dutyActions: typeof actions = {
  moveTransferAction: ["dsl"],
  recordComplaintAction: [
    ...triagers,
    "headteacher",
    "dpo",
    "chair",
    "vice-chair",
    "trust-lead",
    "trust-chair",
  ],
  startTransferAction: ["dsl"],
};

/** Standing aside, ties and emergencies; conflict-actions.spec.ts sends them. */
export const conflictActions: Record<string, readonly string[]> = {
  declareTieAction: [...triagers, "headteacher"],
  /** The DPO, to whom a child's case is shut; the DSL and the headteacher see it as it is. */
  openEmergencyAction: ["dpo"],
  reviewEmergencyAction: [...triagers, "headteacher"],
  /** Whoever reads the case. */
  stepAsideAction: [...triagers, "headteacher"],
};

/** How long records are kept, and their end; retention-actions.spec.ts sends them. */
const keepers = ["dpo", "dsl", "headteacher"];
export const retentionActions: Record<string, readonly string[]> = {
  approveDisposalAction: keepers,
  changePeriodAction: keepers,
  enterDatesAction: [...triagers, "headteacher"],
  holdRecordAction: keepers,
  proposeDisposalAction: keepers,
  proposeVisitsAction: ["dpo", "headteacher"],
  refuseDisposalAction: keepers,
  releaseRecordAction: keepers,
};

/** Requests for what is kept about somebody; request-actions.spec.ts sends them. */
export const requestActions: Record<string, readonly string[]> = {
  decideItemAction: ["dsl", "headteacher"],
  endRequestAction: keepers,
  extendRequestAction: keepers,
  /** Whoever sees nothing answers that there is nothing they may give. */
  givePackAction: keepers,
  openRequestAction: keepers,
};
