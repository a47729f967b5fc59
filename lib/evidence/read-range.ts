/**
 * The part of a file that a Range header asks for (RFC 9110, section 14): null for all of it, also
 * when several parts are asked for or the header is not understood; "none" when nothing lies there.
 */
export function readRange(
  said: string | null,
  size: number,
): { start: number; end: number } | "none" | null {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(said ?? "") ?? [];
  if (first === "" && last === "") return null;
  if (first === "")
    return last === "0" ? "none" : { start: Math.max(0, size - Number(last)), end: size };
  const start = Number(first);
  const end = last === "" ? size : Math.min(size, Number(last) + 1);
  if (last !== "" && Number(last) < start) return null;
  return start < size ? { start, end } : "none";
}
