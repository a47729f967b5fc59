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
