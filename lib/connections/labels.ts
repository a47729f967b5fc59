import type { Connection } from "./find-connections";

export const whyWords: Record<Connection["why"][number], string> = {
  handle: "Same account",
  address: "Same web address",
  image: "Same or like picture",
  wording: "Same wording",
};
