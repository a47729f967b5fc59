/** Why somebody should not handle a case. */
export const asideWords = {
  relative: "Somebody in it is a relative or lives with me",
  friend: "Somebody in it is a friend, or we have fallen out",
  "line-management": "I manage somebody in it, or they manage me",
  other: "Something else",
};
export const asideKinds = Object.keys(asideWords) as (keyof typeof asideWords)[];
