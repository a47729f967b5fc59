import { expect, test } from "vitest";
import { canonicaliseJson, type Json } from "./canonicalise-json";

const canonical = (text: string) => canonicaliseJson(JSON.parse(text) as Json);

test("the example of RFC 8785, section 3.2.2", () => {
  const text = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`;
  expect(canonical(text)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test("keys go in the order of section 3.2.3, by UTF-16 unit", () => {
  const text = String.raw`{"\u20ac":5,"\r":1,"\ufb33":7,"1":2,"\ud83d\ude00":6,"\u0080":3,"\u00f6":4}`;
  expect(Object.values(JSON.parse(canonical(text))).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(canonical(text).match(/:\d/g)?.join("")).toBe(":1:2:3:4:5:6:7");
});

test.each([
  ["[]", "[]"],
  ['{"a":{},"":[[]]}', '{"":[[]],"a":{}}'],
  ["-0", "0"],
  ["1e21", "1e+21"],
  ['"\\u2028\\u007f"', '"\u2028\u007f"'],
])("%s becomes %s", (text, expected) => {
  expect(canonical(text)).toBe(expected);
});

test("what JSON cannot say is refused", () => {
  expect(() => canonicaliseJson(Number.NaN)).toThrow("no such number");
  expect(() => canonicaliseJson({ a: Number.POSITIVE_INFINITY })).toThrow("no such number");
  expect(() => canonicaliseJson("\ud800")).toThrow("half a character");
});
