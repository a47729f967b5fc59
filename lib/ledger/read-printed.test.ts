import { expect, test } from "vitest";
import { readPrinted } from "./read-printed";

const root = "VsyY+lrdYK6hB+c2M4Sd9LOnLELkacmfG6o7hoftfuo=";

test.each([
  ["as printed", "1500", root],
  ["with a comma and spaces", " 1,500 ", "VsyY+lrdYK6h B+c2M4Sd9LOn LELkacmfG6o7hoftfuo="],
  ["broken over lines", "1500", "VsyY+lrdYK6hB+c2M4\nSd9LOnLELkacmfG6o7hoftfuo="],
  ["the signed head", "", `elm.example\n1500\n${root}\n\n— elm.example slLQz8dS\n`],
])("%s", (_name, entries, typed) => {
  expect(readPrinted({ entries, root: typed })).toEqual({ size: 1500, root });
});

test.each([
  ["nothing", "", ""],
  ["no number", "", root],
  ["a number below one", "0", root],
  ["a letter too few", "1500", root.slice(1)],
  ["words", "many", "the root hash"],
])("%s is no head", (_name, entries, typed) => {
  expect(readPrinted({ entries, root: typed })).toBeNull();
});
