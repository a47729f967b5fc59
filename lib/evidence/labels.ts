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
