import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { findBrowser } from "./browser.ts";
import { dataDirOf } from "./environment.ts";

/** `npm run pictures`: the README's pictures, taken from the running demo. */
const demo = JSON.parse(readFileSync(join(dataDirOf(), "demo.json"), "utf8")) as {
  url: string;
  people: { role: string; email: string }[];
};
const folder = join(import.meta.dirname, "../docs/pictures");
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });

async function take(role: string, name: string, width: number, go: string[]): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: width > 800 ? 900 : 844 },
  });
  const page = await context.newPage();
  await page.goto(`${demo.url}/sign-in`);
  const email = demo.people.find((p) => p.role === role)?.email;
  await page.locator(`form:has(input[value="${email}"]) button`).click();
  await page.waitForURL(`${demo.url}/`);
  for (const step of go) {
    if (step.startsWith("/")) await page.goto(demo.url + step);
    else
      await page
        .getByRole(step === "Report a concern" ? "button" : "link", { name: step })
        .first()
        .click();
    await page.waitForLoadState("networkidle");
  }
  await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
  await context.close();
}

for (const width of [1280, 390]) {
  await take("staff", "report", width, ["Report a concern"]);
  await take("dsl", "queue", width, ["/queue?tab=all"]);
  await take("governor", "governors", width, ["/governance", "Autumn 2026"]);
}
await browser.close();
