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
};

export function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Why a plainly posted file was refused: the code that the redirect carries, in words. */
export const problemWords: Record<string, string> = {
  type: "The selected file must be a PNG, JPG, WEBP, GIF or PDF",
  heic: "This is an iPhone photo (HEIC). Save it as JPG, or take a screenshot of it, then choose that",
  large: "The selected file must be smaller than 25MB",
  empty: "The selected file is empty",
  damaged: "The file is damaged or not complete. Save it again, then choose it again",
  many: "A report can hold 20 files. Remove one, or add it to a second report",
  none: "Select a file",
  full: "There is no room for files now, and this one was not kept. Keep the original, send the report in words, and tell your administrator",
  away: "Files cannot be kept just now, and this one was not. Try again in some minutes, or send the report in words",
};

/** The code for a sentence, so that no words travel in an address. */
export function problemCode(sentence: string): string {
  const found = Object.entries(problemWords).find(([, words]) => words === sentence);
  if (found) return found[0];
  if (sentence.startsWith("The PDF") || sentence.startsWith("The picture")) return "damaged";
  return sentence.startsWith("A report can hold") ? "many" : "other";
}

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
