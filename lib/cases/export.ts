import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import defects from "@/docs/known-defects.json" with { type: "json" };
import { formatDateTime, formatDay } from "@/lib/dates";
import { env } from "@/lib/env";
import { deviceOwners, keptAnswers, methods } from "@/lib/evidence/labels";
import { canonicaliseJson, type Json } from "@/lib/ledger/canonicalise-json";
import { drawPages } from "./draw-pages";
import type { Gathered } from "./gather-disclosure";
import { basisWords, leftOutWords, purposeWords } from "./labels";
import type { Disclosure } from "./list-disclosures";
import { readTestReport } from "./read-tests";
import { writeReadme } from "./write-readme";

/** A file of a bundle: its bytes, or, of an item, what they are known to be. */
export type BundleFile = { path: string; sha256: string; size: number; bytes?: Buffer };
type Item = Disclosure["items"][number];

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
export const fileOf = (path: string, content: string | Buffer): BundleFile => {
  const bytes = Buffer.from(content);
  return { path, bytes, sha256: hashOf(bytes), size: bytes.length };
};
const jsonFile = (path: string, value: Json) => fileOf(path, `${canonicaliseJson(value)}\n`);

/** RFC 4180; what a spreadsheet would run as a formula is made plain. */
const cell = (value: string) =>
  `"${(/^[=+@\t-]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
const csvFile = (path: string, rows: string[][]) =>
  fileOf(path, `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`);

/** A manifest of RFC 8493: sorted by path, byte by byte. */
export const manifestOf = (files: readonly BundleFile[]): string =>
  files
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
    .map((file) => `${file.sha256}  ${file.path}\n`)
    .join("");

/** Where an item lies: its number, and of its name what every system can write. */
export function pathOf(item: Item): string | null {
  if (item.chosen === "left-out") return null;
  const plain = item.fileName.normalize("NFKD").replace(/[^A-Za-z0-9.]+/g, "-");
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? "";
  const name = plain
    .slice(0, plain.length - ending.length)
    .replace(/[-.]+$/, "")
    .slice(0, 60);
  return `data/${item.chosen === "original" ? "originals" : "redacted"}/${item.number}-${name || "file"}${ending}`;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
const wordsOf = (choices: { value: string; label: string }[], value: string | null) =>
  (value && choices.find((choice) => choice.value === value)?.label) || "";
const when = (at: Date | null) => (at ? formatDateTime(at) : "");

function factsOf(item: Item, gathered: Gathered) {
  if (item.chosen === "left-out")
    return {
      heading: `Item ${item.number}: left out`,
      facts: [["Why", leftOutWords[item.leftOut ?? ""] ?? ""]] as [string, string][],
    };
  const facts: [string, string][] = [
    ["File", pathOf(item) ?? ""],
    ["Name when received", item.fileName],
    ["What it is", item.chosen === "original" ? "As received" : "Copy with parts taken out"],
    ["Made from the original with SHA-256", item.original ?? ""],
    ["SHA-256", item.sha256],
    ["Size", `${item.size} bytes, ${item.mediaType}`],
    ["Received", when(item.receivedAt)],
    ["Received from", gathered.receivedFrom(item.uploaderId)],
    ["In their words", item.caption],
    ["Platform", item.platform ?? ""],
    ["Address", item.address ?? ""],
    ["Account", item.handle ?? ""],
    ["Posted, as they say", when(item.postedAt)],
    ["Seen, as they say", when(item.seenAt)],
    ["Captured, as they say", when(item.capturedAt)],
    ["How", wordsOf(methods, item.method)],
    ["Whose device", wordsOf(deviceOwners, item.deviceOwner)],
    ["Is the original kept?", wordsOf(keptAnswers, item.originalKept)],
    ["Where", item.originalWhere ?? ""],
  ];
  return { heading: `Item ${item.number}`, facts };
}

const scheduleOf = (items: Item[]): Json => ({
  format: 1,
  items: items.map((item) => {
    const path = pathOf(item);
    const common = { number: item.number, evidence: item.id, kind: item.chosen, path };
    if (path === null) return { ...common, sha256: null, size: null, reason: item.leftOut ?? "" };
    return {
      ...common,
      sha256: item.sha256,
      size: item.size,
      name: item.fileName,
      mediaType: item.mediaType,
      received: iso(item.receivedAt),
      posted: iso(item.postedAt),
      seen: iso(item.seenAt),
      captured: iso(item.capturedAt),
      ...(item.chosen === "redacted" ? { original: item.original ?? "" } : {}),
    };
  }),
});

/** The program that made it, and its own doubts: what a court will ask of a computer's record. */
function systemFile(at: Date): BundleFile {
  const build = env().DAYBOOK_BUILD;
  return jsonFile("data/system.json", {
    product: "Daybook",
    build,
    node: process.version,
    openssl: process.versions.openssl ?? "",
    platform: `${process.platform} ${process.arch}`,
    clock: at.toISOString(),
    zone: "Europe/London",
    knownDefects: defects,
    tests: readTestReport(process.cwd(), build),
  });
}

/** What every page and the label of the bag say of a copy: whose it is, and until when. */
export function markOf(disclosure: Disclosure): string {
  const owner = `For ${disclosure.recipient}, ${disclosure.organisation}. Confidential.`;
  if (!disclosure.lentUntil) return owner;
  return `${owner} Lent: return or destroy by ${formatDay(disclosure.lentUntil)}.`;
}

/** All of `data/` but the items' own bytes, as it will be given. */
export async function writePayload(
  disclosure: Disclosure,
  gathered: Gathered,
  giver: { name: string; schoolName: string; at: Date },
): Promise<BundleFile[]> {
  const { items } = disclosure;
  const footer = markOf(disclosure);
  const facts: [string, string][] = [
    ["Case", gathered.found.reference],
    ["From", giver.schoolName],
    ["To", `${disclosure.recipient}, ${disclosure.organisation}`],
    ["Their reference", disclosure.reference],
    ["Purpose", purposeWords(disclosure.purpose)],
    ["Legal basis", basisWords(disclosure.basis)],
    ["Given by", giver.name],
    ["Given", formatDateTime(giver.at)],
    ["Lent until", disclosure.lentUntil ? formatDay(disclosure.lentUntil) : ""],
  ];
  const intro = facts.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`);
  const described = items.map((item) => factsOf(item, gathered));
  const { chronology, custody } = gathered;
  const schedule = await drawPages({
    title: "Evidence schedule",
    intro: [
      ...intro,
      "A hash (SHA-256) shows that a file is what the school received. It does not show that a post is genuine or who made it.",
    ],
    sections: [
      ...described,
      ...(custody.length === 0
        ? []
        : [{ heading: "What was done with these items", facts: [] as [string, string][] }]),
      ...items
        .filter((item) => item.chosen !== "left-out")
        .map((item) => ({
          heading: `Custody of item ${item.number}`,
          facts: custody
            .filter((event) => event.item === item.number)
            .map((event): [string, string] => [
              formatDateTime(new Date(event.at)),
              `${event.what}, ${event.who} (${event.role})`,
            ]),
        })),
    ],
    footer,
    at: giver.at,
  });
  const files = [
    jsonFile("data/disclosure.json", {
      format: 1,
      id: disclosure.id,
      case: gathered.found.reference,
      school: giver.schoolName,
      purpose: disclosure.purpose,
      recipient: disclosure.recipient,
      organisation: disclosure.organisation,
      reference: disclosure.reference,
      basis: disclosure.basis,
      givenBy: giver.name,
      givenAt: giver.at.toISOString(),
      lentUntil: disclosure.lentUntil,
      reporterNamed: disclosure.reporter,
      chronology: disclosure.chronology,
    }),
    jsonFile("data/schedule.json", scheduleOf(items)),
    csvFile("data/schedule.csv", [
      ["Item", "What", "Details"],
      ...described.map((item) => [
        item.heading,
        item.facts.find(([name]) => name === "What it is" || name === "Why")?.[1] ?? "",
        item.facts
          .filter(([, value]) => value)
          .map(([name, value]) => `${name}: ${value}`)
          .join("\n"),
      ]),
    ]),
    fileOf("data/schedule.pdf", schedule),
    jsonFile("data/custody.json", { format: 1, events: custody }),
    csvFile("data/custody.csv", [
      ["Time (UTC)", "Item", "What", "Who", "Role", "Entry"],
      ...custody.map((e) => [e.at, e.item, e.what, e.who, e.role, e.event]),
    ]),
    systemFile(giver.at),
  ];
  if (!disclosure.chronology) return files;
  return [
    ...files,
    jsonFile("data/chronology.json", { format: 1, events: chronology }),
    csvFile("data/chronology.csv", [
      ["Time (UTC)", "By", "What", "Words"],
      ...chronology.map((event) => [event.at, event.by, event.title, event.words]),
    ]),
    fileOf(
      "data/chronology.pdf",
      await drawPages({
        title: "Chronology",
        intro,
        sections: chronology.map((event) => ({
          heading: `${formatDateTime(new Date(event.at))}: ${event.title}`,
          facts: [["By", event.by]],
          words: event.words,
        })),
        footer,
        at: giver.at,
      }),
    ),
  ];
}

/** The bag round a payload (RFC 8493), but for the ledger's part, which is signed a moment later. */
export function writeBag(
  disclosure: Disclosure,
  payload: readonly BundleFile[],
  giver: { schoolName: string; at: Date },
): BundleFile[] {
  const size = payload.reduce((sum, file) => sum + file.size, 0);
  return [
    fileOf("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
    fileOf(
      "bag-info.txt",
      [
        `Source-Organization: ${giver.schoolName.replace(/\s+/g, " ")}`,
        `External-Identifier: ${disclosure.id}`,
        `External-Description: ${markOf(disclosure).replace(/\s+/g, " ")}`,
        `Bagging-Date: ${giver.at.toISOString().slice(0, 10)}`,
        `Bag-Software-Agent: Daybook ${env().DAYBOOK_BUILD}`,
        "Daybook-Format: 1",
        `Payload-Oxum: ${size}.${payload.length}`,
        "",
      ].join("\n"),
    ),
    fileOf("manifest-sha256.txt", manifestOf(payload)),
    fileOf("README.txt", writeReadme(disclosure, giver)),
    fileOf("verify.py", readFileSync(join(process.cwd(), "public", "verify.py"))),
  ];
}

/** The items of a disclosure as files whose bytes lie in the store. */
export const itemFiles = (disclosure: Disclosure): BundleFile[] =>
  disclosure.items.flatMap((item) => {
    const path = pathOf(item);
    return path === null ? [] : [{ path, sha256: item.sha256, size: item.size }];
  });
