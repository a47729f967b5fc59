import type { ClauseKind } from "./types";

/** The first pattern that fits says what a clause does; what fits none is a general duty. */
const kinds: [ClauseKind, RegExp][] = [
  [
    "acknowledgement",
    /\bI have read\b|\bread and (?:understood|accept)|\bsigned\s*:|\bsignature\s*:|name \(printed\)|confirm you have read/i,
  ],
  [
    "definition",
    /^(?!this\b)["“']?[\w\s/’'().-]{2,60}["”']?\s*[-–:]?\s*means\b|\bdefinition of \w+ is\b|\b(?:can be|is) defined as\b|\bterm refers to\b|\bconsists of\b|\bis any type of\b|\bdefinitions apply\b/i,
  ],
  [
    "review",
    /\b(?:policy|guidance|document)\b[^.]{0,40}\breview(?:ed)?\b[^.]{0,40}\b(?:annual|year|month|regular)|\bmonitoring (?:&|and) evaluation\b/i,
  ],
  [
    "retention",
    /\b(?:held|kept|retained|stored)\b[^.]{0,40}\b(?:for \d|years?|as long as)\b|\bconsent\b[^.]{0,40}\bwithdrawn\b/i,
  ],
  ["evidence", /\bscreen[- ]?(?:print|shot)|\bkeep(?:ing)? (?:records|evidence)\b/i],
  [
    "investigation",
    /\b(?:is|are|be) (?:fully |promptly )?investigated\b|\bwill investigate\b|\blead to an investigation\b|\bdeemed attributable\b|\bcan take action\b/i,
  ],
  [
    "declaration",
    /\bmust notify the head ?teacher of any\b|\bmake any such contact known\b|\badvise the head ?teacher\b|\balert the head ?teacher of\b|\breview their (?:own )?(?:social networking|profiles)/i,
  ],
  ["support", /\bseek advice and help\b|\badditional support\b/i],
  ["outcome", /\bdealt with under the disciplinary\b/i],
  [
    "route",
    /\b(?:report\w*|refer(?:red|s)?|inform(?:ed|s)?|notif\w*|rais\w*|pass\w*)\b[^.]{0,80}\b(?:to|with|the)\b[^.]{0,20}\b(?:head ?teacher|line manager|governors|police|local authority|leader|lead\b|DSL|team|council|safeguarding)\b|\b(?:head ?teacher|police|local authority)\b[^.]{0,40}\b(?:informed|told|notified)\b|\bdealt with (?:in accordance with|under|through)\b/i,
  ],
  [
    "duty-to-report",
    /\b(?:must|should|will|to) (?:immediately |promptly |always )?(?:report|alert)\b|\breport and record\b|\breporting any\b/i,
  ],
  [
    "permission",
    /\b(?:permission|authori[sz]ed?|authori[sz]ation|consent)\b|\bapproved by\b|\bexceptional circumstances\b|\bmay be appropriate\b|\bare permitted\b/i,
  ],
  [
    "prohibition",
    /\b(?:must|should|will|shall|may|can|do) not\b|\bnever\b|\bno circumstances\b|\bnot (?:permit|allowed|acceptable|considered acceptable)|\bcannot be\b|\brefrain\b|\b(?:must|should) avoid\b|: avoid\b|: not\b|\bunacceptable\b|^not\b/i,
  ],
  [
    "outcome",
    /\bdisciplin|\bdismiss|\blegal action\b|\bmisconduct\b|\bbarred\b|\bsuspension\b|\bserious (?:matter|offence)\b|\bappropriate action\b/i,
  ],
  ["support", /\b(?:wishes|unions?|educated|newsletters?)\b/i],
  [
    "scope",
    /\b(?:policy|guidance|agreement)\b[^.]{0,60}\b(?:applies|apply|covers|relates|sets? out|is designed|intended|takes? (?:into )?account)\b|\bread in conjunction\b|\bcode of conduct expected of\b/i,
  ],
];

export const guessKind = (words: string): ClauseKind =>
  kinds.find(([, pattern]) => pattern.test(words))?.[0] ?? "duty";

const types: [string, RegExp][] = [
  ["IIC", /\bindecent images?\b|\bchild sexual abuse\b|\bnudes?\b/i],
  ["RAD", /\bextremis|\bradicalis|\bterroris|\bprevent duty\b/i],
  ["CYB", /\bcyber[- ]?bull|\bonline \(?cyber\)? bullying\b|\bonline bullying\b|\bbully/i],
  ["TRO", /\btroll/i],
  ["HAR", /\bharass|\bstalk/i],
  ["DEF", /\bdefam|\blibel|\bfalse material\b|\bfictitious\b/i],
  ["IMP", /\bidentity (?:fraud|theft)\b|\bimpersonat|\blogo/i],
  ["DBR", /\bconfidential|\bpersonal data\b|\bpasswords?\b|\blog-?ins?\b|\bdata protection\b/i],
  ["SEX", /\bgrooming\b|\bsexting\b|\bsexually\b/i],
  [
    "ADC",
    /\b(?:friend|contact|communicat\w*|message)\b[^.]{0,60}\b(?:pupils?|students?|children)\b/i,
  ],
  ["PUP", /\bchildren are not allowed\b|\bpupils using their phones\b/i],
];

/** Types of concern a clause speaks of. A rule for adults that names none is conduct (APB). */
export function guessTypes(words: string, kind: ClauseKind): string[] {
  const found = types.flatMap(([type, pattern]) => (pattern.test(words) ? [type] : []));
  const rule = ["prohibition", "permission", "outcome", "investigation"].includes(kind);
  return rule && !found.some((type) => ["CYB", "TRO", "RAD", "PUP", "IIC"].includes(type))
    ? ["APB", ...found]
    : found;
}
