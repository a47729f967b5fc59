/** The path of a page of ours; anything that could lead elsewhere, or round in a circle, is "/". */
export function localPath(given: unknown): string {
  if (typeof given !== "string" || !/^\/(?![/\\])[\w\-./[\]%]*$/.test(given)) return "/";
  return /^\/(sign-in|invite|api)(\/|$)/.test(given) ? "/" : given;
}
