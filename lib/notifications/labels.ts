/** What a notice says in the list and in its mail. Never a name, a type or a word of the matter. */
export const noticeWords = {
  "report-received": "A report needs you",
  "report-alert": "An urgent report needs you now",
  "report-sealed": "A sealed report is with the safeguarding lead: speak with them in person",
  "evidence-sealed": "A file was sealed. Ask the police what to do with it",
  "report-passed": "A report was passed to you",
  "case-opened": "A case was opened",
  "case-yours": "A case is now yours",
  "decision-asked": "A decision is asked of you",
  "decision-made": "A decision was made",
  question: "There is a question about your report",
  message: "There is a message about your report",
  reply: "There is a reply to your question",
  addendum: "Something was added to a report",
  "factor-reset": "A second step of signing in was cleared",
  progress: "There is news of your report",
  "clock-half": "Half the time of a deadline has gone",
  "clock-most": "Most of the time of a deadline has gone",
  "clock-due": "A deadline is due",
  "clock-overdue": "A deadline has passed",
  "clock-elsewhere": "A deadline you are next in line for needs somebody. Ask who handles it",
} as const;
export type NoticeKind = keyof typeof noticeWords;
