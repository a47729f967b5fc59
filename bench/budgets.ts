import { gzipSync } from "node:zlib";

/**
 * First-load JavaScript of a route, gzipped, in kilobytes of 1,000 bytes: section 5 of the screens.
 * A route that section does not name keeps to what the report form may weigh.
 */
const budgets: [path: RegExp, kilobytes: number][] = [
  [/^\/governance(?!\/new)/, 138],
  [/^\/queue/, 190],
  [/^\/cases\/[^/]+\/evidence/, 165],
  [/^\/cases/, 170],
  [/^/, 155],
];
export const budgetOf = (path: string) => budgets.find(([like]) => like.test(path))?.[1] ?? 0;

/** HTML of one page of the queue before compression, in kilobytes. */
export const queueHtmlBudget = 60;

/** The scripts a page names in its HTML, without those that only old browsers fetch. */
export function scriptsOf(html: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"[^>]*>/g)];
  return [...new Set(tags.filter(([tag]) => !/nomodule/i.test(tag)).map(([, src]) => src ?? ""))];
}

const weighed = new Map<string, Promise<number>>();
const weigh = async (address: URL) => gzipSync(await (await fetch(address)).bytes()).length;

/** What a browser loads first of JavaScript, in kilobytes. Addresses of scripts carry their hash. */
export async function firstLoad(html: string, origin: string): Promise<number> {
  const sizes = scriptsOf(html).map((src) => {
    const address = new URL(src, origin);
    const size = weighed.get(address.href) ?? weigh(address);
    weighed.set(address.href, size);
    return size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
}
