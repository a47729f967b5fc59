import { expect, test } from "vitest";
import { localPath } from "./local-path";

test("a path of ours leads back to where somebody was", () => {
  const step = "/reports/drafts/0b0a86d0-8f4e-4a3c-9a52-3d8f4f5f2b11/what-happened";
  for (const path of ["/", "/queue", "/signposts", step]) expect(localPath(path)).toBe(path);
});

test.each([
  "//elsewhere.example",
  "/\\elsewhere.example",
  "https://elsewhere.example",
  "javascript:alert(1)",
  "queue",
  "/queue?q=Poppy",
  "/queue#x",
  "/\n/elsewhere.example",
  "/\t/elsewhere.example",
  "/sign-in",
  "/sign-in/code",
  "/invite/abc",
  "/api/evidence/1",
  "",
  null,
  undefined,
  ["/queue"],
])("%j leads to the front page", (given) => {
  expect(localPath(given)).toBe("/");
});
