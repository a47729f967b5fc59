import { check } from "@/lib/errors";

/** The sheet a signature is drawn on, in units of its own. */
export const sheet = { width: 600, height: 200 };
/** Characters of the strokes: about a minute of writing. */
export const mostStrokes = 12_000;
export const drawAgain = "Clear the signature and draw it smaller, or type it";

/** Whole coordinates on the sheet, each stroke a move and lines: nothing else can be in a path. */
const strokes = /^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})*)+$/;

export type Signature = { signature: string; signatureKind: "typed" | "drawn" };

/**
 * A signature as it is kept. A drawn one must be strokes on the sheet that are more than a dot;
 * without one the typed stands. Throws "check" with a sentence.
 */
export function checkSignature(input: { signature: string; drawn: string }): Signature {
  if (input.drawn === "") {
    if (input.signature.length < 2) throw check({ signature: "Type or draw your signature" });
    return { signature: input.signature, signatureKind: "typed" };
  }
  const points = strokes.test(input.drawn)
    ? [...input.drawn.matchAll(/(\d+) (\d+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const)
    : [];
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const onSheet = xs.every((x) => x <= sheet.width) && ys.every((y) => y <= sheet.height);
  const wide = Math.max(...xs) - Math.min(...xs);
  const high = Math.max(...ys) - Math.min(...ys);
  if (input.drawn.length > mostStrokes || points.length < 3 || !onSheet || wide + high < 30)
    throw check({ signature: drawAgain });
  return { signature: input.drawn, signatureKind: "drawn" };
}
