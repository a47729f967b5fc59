import { describe, expect, test } from "vitest";
import { readNames, replaceNames } from "./replace-names";

const replace = (text: string, lines: string) => replaceNames(text, readNames(lines));

describe("names in a text", () => {
  test("become labels, the longest first, in any case and however they are spaced", () => {
    const text = "POPPY  IVES said: poppy_ives hit me. Poppy's friend saw Poppy\nIves.";
    const { text: out, replaced } = replace(text, "Poppy = Pupil B\nPoppy Ives = Pupil A");
    expect(out).toBe("[Pupil A] said: [Pupil A] hit me. [Pupil B]'s friend saw [Pupil A].");
    expect(replaced).toBe(4);
  });

  test("are found behind signs that nobody sees, and in another form of the same letter", () => {
    const text = "P\u200bop\u00adpy wrote. Zoe\u0308 too.";
    expect(replace(text, "Poppy = Pupil A\nZo\u00eb = Pupil B").text).toBe(
      "[Pupil A] wrote. [Pupil B] too.",
    );
  });

  test("inside another word stay, and are said to be left", () => {
    const { text, left } = replace("Samuel and Samantha", "Sam = Pupil A");
    expect(text).toBe("Samuel and Samantha");
    expect(left).toEqual([{ word: "Sam", times: 2 }]);
  });

  test("a first name alone is said to be left", () => {
    expect(replace("Poppy Ives. Poppy again.", "Poppy Ives").left).toEqual([
      { word: "Poppy", times: 1 },
    ]);
  });

  test("without a label are persons in the order they are written; signs are no patterns", () => {
    expect(replace("x.y (Ann) met Bob.", "Ann\nBob\n\n.*").text).toBe(
      "x.y ([Person A]) met [Person B].",
    );
  });
});
