import { formatDay } from "@/lib/dates";
import { check } from "@/lib/errors";

export const methods = [
  { value: "", label: "Not said" },
  { value: "screenshot", label: "Screenshot" },
  { value: "photo-of-screen", label: "Photo of a screen" },
  { value: "export", label: "Exported from the app" },
  { value: "forwarded", label: "Sent on by somebody" },
];
export const deviceOwners = [
  { value: "", label: "Not said" },
  { value: "mine", label: "My own device" },
  { value: "school", label: "A school device" },
  { value: "someone-else", label: "Somebody else's device" },
];
export const keptAnswers = [
  { value: "", label: "Not said" },
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
  { value: "unknown", label: "I do not know" },
];
export const arrivals: Record<string, string> = {
  pasted: "Pasted",
  chosen: "Chosen",
  dropped: "Dropped",
  posted: "Sent by form",
  inside: "Came inside another file",
  phone: "Sent from a phone",
  shared: "Shared from another app",
  redacted: "Made here as a redacted copy",
};

export const kindWords: Record<string, string> = {
  image: "Picture",
  pdf: "PDF",
  audio: "Sound recording",
  video: "Film",
  email: "E-mail",
  chat: "Chat",
  text: "Text",
  address: "Web address",
};

/** Why no text was read on a picture, for whoever added it. */
export const readingProblemWords: Record<string, string> = {
  "too-slow": "No text was read on this picture by machine: it took too long.",
  "too-much": "No text was read on this picture by machine: it needs more memory than there is.",
  "not-read": "No text could be read on this picture by machine.",
};

/** What the virus scanner said of an item. */
export const scanWords: Record<string, string> = {
  none: "Not checked for viruses: this school has set up no scanner",
  pending: "Being checked for viruses. It can be opened once that is done",
  clean: "Checked for viruses: none found",
  suspect:
    "This file may be harmful: the virus scanner found something. Nobody can open it. Leave it as it is, and do not open the original",
  error:
    "This file could not be checked for viruses yet, so nobody can open it. It is tried again by itself",
};
/** Only what is known to be clean, or what nobody was to check. */
export const canOpen = (item: { state: string; scan: string }) =>
  (item.state === "staged" || item.state === "attached") &&
  (item.scan === "clean" || item.scan === "none");

/** How the days of a chat were read, for the person who relies on them. */
export const dayOrders: Record<string, string> = {
  "year-first": "The year comes first in each date, so the days are certain",
  "day-first": "Days come before months: some dates can be read no other way",
  "month-first-months": "Months come before days: some dates can be read no other way",
  "by-sequence": "Days were read before months: only so are the messages in order",
  "by-sequence-months": "Months were read before days: only so are the messages in order",
  assumed:
    "Nothing in the file shows whether the day or the month comes first. The day was taken first, as is usual in the UK: check against the phone before you rely on a date",
};

export function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The investigation lock (B13.10): says nothing of why, for it is read by whoever wrote the report. */
export const heldWords =
  "No files can be added to this report for now. Keep what you have as it is, and do not look for more. You can still write to us: somebody's safety comes first";

const refusals = {
  type: "The selected file must be a picture, PDF, sound or film, an e-mail (.eml), a text, or a chat exported from WhatsApp (.txt or .zip)",
  heic: "This is an iPhone photo (HEIC). Save it as JPG, or take a screenshot of it, then choose that",
  outlook:
    "This is an Outlook message (.msg). In Outlook, save or download it as an .eml file, or print it to PDF, then choose that. Keep the message in the mailbox",
  large: "The selected file must be smaller than 25MB",
  empty: "The selected file is empty",
  damaged: "The file is damaged or not complete. Save it again, then choose it again",
  picture: "The picture is damaged or too large to open. Take a new screenshot, then choose that",
  pdf: "The PDF is damaged or not complete. Save it again, then choose it again",
  recording:
    "The recording is damaged or not complete. Save or export it again, then choose it again",
  mail: "This e-mail is larger than 25MB and cannot be read. Print it to PDF, then choose that",
  parts:
    "This e-mail is built of more parts inside each other than can be read. Print it to PDF, then choose that",
  text: "This text is longer than 10MB. Export a shorter part of the chat, then choose that",
  unreadable: "This text cannot be read. Take a screenshot of it, then choose that",
  messages: "This chat is longer than can be read. Export a shorter part of it, then choose that",
  archive:
    "This ZIP file is not a chat exported from WhatsApp. Unpack it and add the files one by one",
  zip: "The ZIP file is damaged or not complete. Export the chat again, then choose that",
  names:
    "This ZIP file holds names that lead out of its folder, or the same name twice. Export the chat again, then choose that",
  password: "This ZIP file has a password. Export the chat without one, then choose that",
  unpacked:
    "This ZIP file is larger than 200MB when unpacked. Export the chat without media, then choose that",
  entries: "This ZIP file holds more than 2,000 files. Export the chat without media",
  whole: "The file did not arrive whole. Choose it again",
  many: "A report can hold 20 files. Remove one, or add it to a second report",
  none: "Select a file",
  address: "Enter the web address, without spaces",
  held: heldWords,
  full: "There is no room for files now, and this one was not kept. Keep the original, send the report in words, and tell your administrator",
  away: "Files cannot be kept just now, and this one was not. Try again in some minutes, or send the report in words",
  inside:
    "This file holds others, and one of them cannot be kept or there are more than 20. Export the chat without media, or save what matters one by one, then add that",
} as const;
export const refuseFile = (why: keyof typeof refusals) => check({ file: refusals[why] });
/** Why a plainly posted file was refused: the code that the redirect carries, in words. */
export const problemWords: Record<string, string> = refusals;

/** The code for a sentence, so that no words travel in an address. */
export function problemCode(sentence: string): string {
  const found = Object.entries(problemWords).find(([, words]) => words === sentence);
  if (found) return found[0];
  if (/inside this file|^This file holds/.test(sentence)) return "inside";
  return sentence.startsWith("A report can hold") ? "many" : "other";
}

/** 3 April 2026, 14:05:09: as the export says it, in no zone. */
export function localWords(sentLocal: string): string {
  const [day = "", time = ""] = sentLocal.split("T");
  return `${formatDay(day)}, ${time}`;
}

const turners = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
/** Words without the marks that turn their direction, so that they read in the order they stand in. */
export const straight = (text: string) => text.replace(turners, "");
/** The line itself, with each mark that cannot be seen named. */
export const spelledOut = (text: string) =>
  text.replace(turners, (mark) => `[U+${mark.charCodeAt(0).toString(16).toUpperCase()}]`);

/** What is to be done about a sealed file, as an action of its case (B13.9). */
export const policeTask =
  "Ask the police what to do with the sealed file. Do not open, copy or send on the original";

/** What is wrong with a damaged item, and what to do about it. */
export const flawWords: Record<string, { what: string; next: string }> = {
  missing: {
    what: "The file is missing or cannot be read",
    next: "Put it back from a backup, under the same name.",
  },
  changed: {
    what: "The file was changed, or another was put in its place",
    next: "Keep it as it is, somewhere else, then put the right one back from a backup.",
  },
  exchanged: {
    what: "The file is not the one that its record describes",
    next: "The record was changed in the database. Compare both with a backup before anything is put back.",
  },
  key: {
    what: "The key of the file is missing or wrong",
    next: "Put the school's key back from a backup of the database.",
  },
};
export const checkProblems: Record<string, string> = {
  "root-key":
    "Nothing could be checked: the root key is missing or not the right one. Put it back; without it no evidence can be opened.",
  store:
    "Nothing could be checked: the store of the evidence did not answer. No file counts as lost for that.",
};

/** Why somebody opens an item: the code goes into the ledger (B13.6). */
export const viewReasons = {
  "first-look": "To decide what to do with the report",
  safety: "To keep somebody safe",
  facts: "To find out what happened",
  decision: "To decide an outcome",
  referral: "To hand it on to a body outside",
  redaction: "To make a redacted copy",
  record: "To check the record",
} as const;
export type ViewReason = keyof typeof viewReasons;
export const isViewReason = (value: unknown): value is ViewReason =>
  typeof value === "string" && Object.hasOwn(viewReasons, value);

/** What the ledger says of an item, in words. */
export const storyWords: Record<string, string> = {
  "evidence-received": "Received",
  "evidence-collected": "Sent with the report",
  "evidence-viewed": "Viewed",
  "evidence-exported": "Original saved",
  "evidence-described": "Described",
  "evidence-verified": "Checked against its fingerprint",
  "evidence-redacted": "Made as a redacted copy",
  "evidence-copy-made": "Redacted copy made",
  "evidence-sealed": "Sealed",
  "evidence-damaged": "Found damaged",
  "evidence-disclosed": "Given to somebody outside",
  "destruction-asked": "Destruction asked for",
  "destruction-withdrawn": "Destruction withdrawn",
  "evidence-destroyed": "Destroyed",
  "backups-cleared": "Backups dealt with",
};

/** What a file says of itself, in the order it is shown. */
export const metadataWords: Record<string, string> = {
  taken: "Taken",
  camera: "Camera",
  place: "Place, latitude and longitude",
  made: "Made",
  title: "Title",
  author: "Author",
  software: "Software",
  pages: "Pages",
};

/** Before anybody is asked to find more (B13.8). */
export const fairMeans =
  "Ask only for what people already have. Nobody opens a fake account, joins a closed group, adds anybody as a friend, looks through pupils' profiles or writes to whoever posted it.";

/** Kinds whose words are read out of the file. */
export const textKinds: ReadonlySet<string> = new Set(["text", "email", "chat"]);
