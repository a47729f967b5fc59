import { expect, test } from "vitest";
import { deviceWords } from "./labels";

test.each([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
    "Safari on an iPhone or iPad",
  ],
  [
    "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
    "Chrome on a Chromebook",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Firefox on a Mac",
  ],
  ["curl/8.0", "curl/8.0"],
  ["", "A browser that says nothing of itself"],
])("%s", (agent, words) => {
  expect(deviceWords(agent)).toBe(words);
});
