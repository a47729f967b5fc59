import type { Clause, Defect, PolicyText } from "./types";

type Rule = {
  code: string;
  /** What Daybook does whatever the clause says. */
  instead: string;
  /** What is wrong with this clause of this policy, or null. */
  check: (clause: Clause, policy: PolicyText) => string | null;
};

const says = (policy: PolicyText, words: RegExp) =>
  policy.clauses.some((clause) => words.test(clause.words));
const isRoute = (clause: Clause) => ["route", "duty-to-report"].includes(clause.kind);

const indecent =
  /\b(?:indecent|nude|sexual(?:ly explicit)?) (?:image|picture|photo)\w*|child sexual abuse (?:image|material)/i;
const told =
  /\b(?:police|head ?teacher|head|principal)\b[^.]{0,50}\b(?:informed|told|notified|at once)|\b(?:inform|tell|notify|report\w*|told|goes|go)\b[^.]{0,50}\b(?:police|head ?teacher|head|principal)\b/i;
const dsl = /\bDSL\b|designated safeguarding|safeguarding lead/i;
const screenPrint = /\bscreen[- ]?(?:print|shot|grab|capture)\w*|\bkeep (?:everything|all\b)/i;
const neverCopied =
  /\b(?:never|not|nobody|no one|unless|except)\b[^.]{0,100}\b(?:nude|indecent|sexual)\b|\b(?:nude|indecent|sexual)\b[^.]{0,120}\b(?:never|not|nobody|no one)\b[^.]{0,60}\b(?:screen|cop(?:y|ied)|save|store|photograph|print|open)/i;
const toHead =
  /\b(?:report\w*|rais\w*|refer(?:red|s)?|misuse\w*|inform(?:ed|s)?|notif\w*|tell|told)\b[^.]{0,60}\b(?:head ?teacher|the head)\b|\bhead ?teacher\b[^.]{0,30}\b(?:informed|told|notified)\b/i;
const roundHead =
  /line manager|senior[- ](?:leader|team|member|management)|\bSMT\b|\bSLT\b|\bDSL\b|designated safeguarding|\bCP leader\b|\bLADO\b|designated officer|whistle-?blow|NSPCC|(?:about|against|involv\w*) the head/i;
const policeChoice =
  /\b(?:individual|person|people|target|victim|bullied)\b[^.]{0,60}\b(?:decid\w*|choos\w*|choice)\b[^.]{0,60}\bpolice\b|\bpolice\b[^.]{0,60}\b(?:their|his or her) (?:own )?(?:choice|decision)\b/i;
const unless = /\b(?:unless|except|whatever|even (?:if|when)|not a veto|no veto|subject to)\b/i;
const mustInvestigate =
  /\b(?:every|any|all|each)\b[^.]{0,80}\b(?:is|are|be|will|always)\b[^.]{0,30}\binvestigat|\b(?:fully|always) investigated|\binvestigated (?:in full|fully)|\b(?:will|must|shall) (?:always )?investigate\b/i;
const mustNotInvestigate =
  /\b(?:not|never|no)\b[^.]{0,40}\b(?:investigat\w*|look into|inquir\w*|evaluate)\b/i;
const afterAdvice =
  /\b(?:until|before|unless|once|after|except)\b[^.]{0,100}\b(?:police|LADO|local authority|designated officer)\b/i;
const agency =
  /\b(?:agency|supply|temporary|self[- ]employed|contractors?|consultants?|indirect(?:ly)?|not employed directly)\b/i;
const agencyTold =
  /\b(?:agency|provider|supplier|their employer)\b[^.]{0,60}\b(?:is |are |be )?(?:told|informed|notified|contacted)|\b(?:tell|inform|notify|contact)\w*\b[^.]{0,60}\b(?:agency|provider|supplier|their employer)\b/i;
const anyMention =
  /\b(?:no|not|never|under no circumstances)\b[^.]{0,60}\b(?:mention|reference|refer to)\b[^.]{0,80}\b(?:staff|pupil|colleague|parent|school)/i;
const protectedSpeech =
  /protected disclosure|whistle-?blow|union activit|trade union|public interest/i;
const monitoring = /\bmonitor\w*/i;
const consent = /\bconsent\b/i;
const notConsent = /\b(?:not|no|never|without)\b[^.]{0,40}\bconsent\b/i;
const attributed =
  /\b(?:deemed|attribut\w*|counts?|presum\w*|treated|considered)\b[^.]{0,80}\b(?:account holder|holder|user|owner|logged[- ]in)\b|\blogged[- ]in\b[^.]{0,80}\b(?:count|attribut|deemed|presum)/i;
const withEvidence = /\b(?:evidence|finding|established|proved|investigat)\w*/i;

const first = (policy: PolicyText, test: (clause: Clause) => boolean, clause: Clause) =>
  policy.clauses.find(test)?.code === clause.code;

/** The rules of five real policies that would do harm if they were followed to the letter (A6). */
const rules: Rule[] = [
  {
    code: "A6-1",
    instead:
      "The DSL is always told, somebody decides about the police, and for an adult the local authority designated officer (LADO) is told too. Whom the policy names is told as well.",
    check: ({ words }) =>
      indecent.test(words) && told.test(words) && !dsl.test(words)
        ? "It names who is told of an indecent image of a child and leaves out the DSL."
        : null,
  },
  {
    code: "A6-2",
    instead:
      "Before any upload Daybook asks whether a picture may show a nude or sexual image of a child. If so, nothing is copied or uploaded; saving it can be a crime.",
    check: ({ words }, policy) =>
      screenPrint.test(words) && !says(policy, neverCopied)
        ? "It asks for copies of everything and makes no exception for nude or sexual images of a child."
        : null,
  },
  {
    code: "A6-4",
    instead:
      "A report about the headteacher goes to the chair of governors, or outside the school. The headteacher never sees it.",
    check: (clause, policy) => {
      const routes = policy.clauses.filter(isRoute);
      const only = (c: Clause) => isRoute(c) && toHead.test(c.words);
      if (routes.some((c) => roundHead.test(c.words)) || !first(policy, only, clause)) return null;
      return "Concerns go to the headteacher, and no clause says where a concern about the headteacher goes.";
    },
  },
  {
    code: "A6-5",
    instead:
      "The wish of an adult who was targeted is recorded and followed, except where a child, a staff allegation, a threat to life or a legal duty is involved. The reason is then recorded.",
    check: ({ words }) =>
      policeChoice.test(words) && !unless.test(words)
        ? "It leaves the police to the person targeted alone, whoever else is at risk."
        : null,
  },
  {
    code: "A6-6",
    instead:
      "While the police or the LADO have a matter, the investigation is locked. It begins when their release is recorded.",
    check: ({ words }, policy) => {
      if (!mustInvestigate.test(words) || afterAdvice.test(words)) return null;
      const other = policy.clauses.find((c) => mustNotInvestigate.test(c.words));
      return other
        ? `It has every breach investigated, and clause ${other.code} forbids it for some.`
        : "It has every breach investigated and does not wait for the police or the LADO.";
    },
  },
  {
    code: "A6-9",
    instead:
      "The school leads, and the agency or employer is told. Check locally what your contract says.",
    check: (clause, policy) =>
      first(policy, (c) => agency.test(c.words), clause) && !says(policy, agencyTold)
        ? "It binds people who work for somebody else and does not say that their agency or employer is told."
        : null,
  },
  {
    code: "A6-10",
    instead:
      "Before a post is called a breach, Daybook asks whether it could be a protected disclosure, union activity or a complaint.",
    check: ({ words }, policy) =>
      anyMention.test(words) && !unless.test(words) && !says(policy, protectedSpeech)
        ? "It bans any mention of the school and makes no exception for whistleblowing or union activity."
        : null,
  },
  {
    code: "A6-11",
    instead:
      "Consent is no lawful basis for monitoring people at work. A data protection impact assessment and a privacy notice are. Take advice from the data protection officer.",
    check: ({ words }) =>
      monitoring.test(words) && consent.test(words) && !notConsent.test(words)
        ? "It takes use of the school's systems as consent to being monitored."
        : null,
  },
  {
    code: "A6-12",
    instead:
      "Who did it is a finding that rests on evidence: admitted, shown, disputed or unknown.",
    check: ({ words }) =>
      attributed.test(words) && !withEvidence.test(words)
        ? "It takes whoever was logged in as the author."
        : null,
  },
];

export const findUnsafe = (policy: PolicyText): Defect[] =>
  rules.flatMap((rule) =>
    policy.clauses.flatMap((clause): Defect[] => {
      const words = rule.check(clause, policy);
      return words
        ? [{ code: rule.code, group: "unsafe", clause: clause.code, words, instead: rule.instead }]
        : [];
    }),
  );
