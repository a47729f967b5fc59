import { budgetOf, firstLoad } from "./budgets.ts";
import { pages } from "./pages.ts";
import { type Look, watchPlans } from "./plans.ts";
import { addDraft, insertDirectly, makeScreenshot, sendReport } from "./send.ts";
import { logFile, type Site } from "./sites.ts";

/** Rounds over all pages before any is measured: a server that ran for a minute is what people meet. */
const warm = 15;
const [samples, sends] = [50, 40];
/** A page with all the data may take this many times what it takes with little. */
const growth = 1.5;
/** Milliseconds in which 95 of 100 reports with one screenshot are sent. */
const sendTarget = 500;

const nothing: Look = { statements: 0, scanned: [], rows: 0, table: "" };

export type Line = {
  name: string;
  little: { p50: number; p95: number };
  much: { p50: number; p95: number };
  /** How many times longer with much than with little: the middle of all turns. */
  grew: number;
  direct: number;
  html?: number;
  script?: number;
  look: Look;
  missed: string[];
};

function spread(took: number[]): { p50: number; p95: number } {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
const growthOf = (little: number[], much: number[]) =>
  spread(much.map((ms, turn) => ms / (little[turn] ?? ms))).p50;
const timed = async (work: () => Promise<unknown>) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

/** Each page with little and with all, turn by turn: what else the machine does slows both alike. */
export async function measurePages(
  few: Site,
  many: Site,
  asked = pages,
  turns = samples,
): Promise<Line[]> {
  for (let round = 0; round < warm; round++) {
    for (const page of asked) {
      for (const site of [few, many]) await site[page.as].read(page.path(site.t));
    }
  }
  const lines: Line[] = [];
  for (const page of asked) {
    const took = { few: [] as number[], many: [] as number[], direct: [] as number[] };
    let html = "";
    let bytes = 0;
    for (let turn = 0; turn < turns; turn++) {
      took.few.push((await few[page.as].read(page.path(few.t))).ms);
      const answer = await many[page.as].read(page.path(many.t));
      took.many.push(answer.ms);
      took.direct.push(await timed(() => page.direct(many.sql, many.t)));
      ({ html, bytes } = answer);
    }
    const script = await firstLoad(html, many.url);
    const much = spread(took.many);
    const kilobytes = bytes / 1000;
    const { p95 = Number.POSITIVE_INFINITY, html: most = Number.POSITIVE_INFINITY } =
      page.targets ?? {};
    const budget = budgetOf(page.path(many.t));
    lines.push({
      name: page.name,
      little: spread(took.few),
      much,
      grew: growthOf(took.few, took.many),
      direct: spread(took.direct).p50,
      html: kilobytes,
      script,
      look: nothing,
      missed: [
        ...(much.p95 > p95 ? [`p95 over ${p95} ms`] : []),
        ...(kilobytes > most ? [`HTML over ${most} KB`] : []),
        ...(script > budget ? [`JavaScript over ${budget} KB`] : []),
      ],
    });
  }
  return lines;
}

export async function measureSending(few: Site, many: Site): Promise<Line[]> {
  const screenshot = await makeScreenshot();
  const took = (site: Site) => ({ site, upload: [] as number[], send: [] as number[] });
  const [little, much] = [took(few), took(many)];
  const direct: number[] = [];
  for (let turn = -warm; turn < sends; turn++) {
    for (const { site, upload, send } of [little, much]) {
      const done = await sendReport(site.staff, await addDraft(site.sql, site.t), screenshot);
      if (turn < 0) continue;
      upload.push(done.upload);
      send.push(done.send);
    }
    direct.push(await timed(() => insertDirectly(many.sql, many.t)));
  }
  const both = ({ upload, send }: typeof little) => upload.map((ms, i) => ms + (send[i] ?? 0));
  const line = (name: string, of: (which: typeof little) => number[]): Line => ({
    name,
    little: spread(of(little)),
    much: spread(of(much)),
    grew: growthOf(of(little), of(much)),
    direct: spread(direct).p50,
    look: nothing,
    missed: [],
  });
  const whole = line(`Send, with ${Math.round(screenshot.length / 1000)} KB`, both);
  if (whole.much.p95 > sendTarget) whole.missed.push(`p95 over ${sendTarget} ms`);
  return [line("  its upload", (w) => w.upload), line("  its sending", (w) => w.send), whole];
}

/** Every statement of every page and of sending, as the app's own role ran it with all the data. */
export async function lookAtPlans(many: Site, lines: Line[]): Promise<void> {
  const plans = await watchPlans(many.sql, logFile);
  const screenshot = await makeScreenshot();
  for (const line of lines) {
    const page = pages.find(({ name }) => name === line.name);
    const draftId = await addDraft(many.sql, many.t);
    line.look = await plans.look(() =>
      page ? many[page.as].read(page.path(many.t)) : sendReport(many.staff, draftId, screenshot),
    );
    const { scanned } = line.look;
    if (scanned.length > 0) line.missed.push(`sequential scan of ${scanned.join(", ")}`);
  }
  await plans.stop();
}

export function judgeGrowth(lines: Line[]): void {
  for (const line of lines) {
    if (line.grew > growth) line.missed.push(`grew over ${growth}`);
  }
}

/** The same of the slowest of twenty: how often that grew, and what was missed. */
export function judgeSlowest(lines: Line[]): void {
  for (const line of lines) {
    line.grew = line.much.p95 / line.little.p95;
    if (line.grew > growth) line.missed.push(`p95 grew over ${growth}`);
  }
}
