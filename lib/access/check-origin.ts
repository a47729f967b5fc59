/** True for a request that our own page sent: an absent, null or foreign Origin is none (W3). */
export function sameOrigin(list: Headers): boolean {
  const origin = list.get("origin");
  if (!origin || origin === "null") return false;
  return origin === process.env.DAYBOOK_URL || new URL(origin).host === list.get("host");
}

/**
 * True for what the browser itself sent because somebody chose Daybook in their phone's share
 * sheet (W3C Web Share Target). Nobody's page began it, so its Origin is "null" and it is said to
 * come from nowhere: no page can forge Sec-Fetch-Site, and a form on another's says "cross-site".
 */
export function sharedByPerson(list: Headers): boolean {
  return (
    list.get("sec-fetch-site") === "none" &&
    list.get("sec-fetch-mode") === "navigate" &&
    list.get("sec-fetch-dest") === "document" &&
    (list.get("origin") ?? "null") === "null"
  );
}
