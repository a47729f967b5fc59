import { describe, expect, test } from "vitest";
import { checkSignature } from "./check-signature";

const drawn = (path: string) => () => checkSignature({ signature: "T Quinn", drawn: path });

describe("a signature", () => {
  test("is kept as typed, or as the strokes that were drawn", () => {
    expect(checkSignature({ signature: "T Quinn", drawn: "" })).toEqual({
      signature: "T Quinn",
      signatureKind: "typed",
    });
    const path = "M10 10L60 80L120 20M200 90L260 90";
    expect(drawn(path)()).toEqual({ signature: path, signatureKind: "drawn" });
  });

  test("of nothing, of a dot, off the sheet, or of anything but strokes is refused in words", () => {
    expect(() => checkSignature({ signature: "", drawn: "" })).toThrow();
    for (const path of [
      "M10 10",
      "M10 10L11 11L12 10",
      "M10 10L700 80L20 20",
      "M10 10L60 280L20 20",
      '"/><script>alert(1)</script>',
      "M10 10L60 80L120 20 url(#x)",
      `M0 0${"L99 99".repeat(3000)}`,
    ])
      expect(drawn(path), path.slice(0, 40)).toThrowError(
        expect.objectContaining({ code: "check", fields: { signature: expect.any(String) } }),
      );
  });
});
