/** True for a request that our own page sent: an absent, null or foreign Origin is none (W3). */
export function sameOrigin(list: Headers): boolean {
  const origin = list.get("origin");
  if (!origin || origin === "null") return false;
  return origin === process.env.DAYBOOK_URL || new URL(origin).host === list.get("host");
}
