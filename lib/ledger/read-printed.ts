/** A head that somebody has on paper. */
export type Printed = { size: number; root: string };

const root = /^[A-Za-z0-9+/]{43}=$/;

/**
 * What was typed or pasted: a number and a root hash, with whatever spaces and line ends; or, in the
 * field of the hash, all lines of a signed head. Null when it is neither.
 */
export function readPrinted(asked: { entries?: string; root?: string }): Printed | null {
  const lines = (asked.root ?? "").trim().split(/\s*\n\s*/);
  const [, number = "", hash = ""] = lines;
  const whole = lines.length > 2 && root.test(hash);
  const size = (whole ? number : (asked.entries ?? "")).replaceAll(/[\s,.]/g, "");
  const said = whole ? hash : lines.join("").replaceAll(/\s/g, "");
  if (!/^[1-9]\d{0,14}$/.test(size) || !root.test(said)) return null;
  return { size: Number(size), root: said };
}
