import { spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeAuthority } from "@/e2e/files/make-authority";
import { makeBundle, type Parts, sealBag, zipBundle } from "@/e2e/files/make-bundle";
import { checkBundle } from "./check-bundle";
import { fingerprintOf, isSignedHead, readHead, readKey } from "./read-note";
import { signCheckpoint } from "./sign-checkpoint";

// Two verifiers look at each bundle, one of them in a process of its own.
vi.setConfig({ testTimeout: 240_000 });

let tsa: Awaited<ReturnType<typeof makeAuthority>>;
let good: Parts;
beforeAll(async () => {
  tsa = await makeAuthority();
  good = await makeBundle({ stamp: { answer: tsa.stampData, trusted: tsa.trusted } });
});
afterAll(() => tsa.end());

const said = (findings: { code: string; where: string }[]) =>
  findings.map(({ code, where }) => `${code} ${where}`.trim()).toSorted();
const python = process.env.DAYBOOK_VERIFY_PY ?? "public/verify.py";

/** What the other verifier says, which was written apart from the same page. */
async function otherSays(file: Blob, trusted: string): Promise<string[]> {
  const path = join(mkdtempSync(join(tmpdir(), "daybook-bundle-")), "bundle.zip");
  writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
  const run = spawnSync("python3", [
    python,
    "--json",
    ...(trusted ? ["--key", trusted] : []),
    path,
  ]);
  rmSync(dirname(path), { recursive: true });
  return said(JSON.parse(run.stdout.toString()).findings);
}

/** The findings, by both verifiers where both are there. */
async function findings(file: Blob, trusted = ""): Promise<string[]> {
  const found = said((await checkBundle(file, trusted)).findings);
  if (existsSync(python)) {
    const key = trusted.replaceAll(/\s/g, "").toLowerCase();
    expect(await otherSays(file, trusted.includes("+") ? trusted : key)).toEqual(found);
  }
  return found;
}
type Change = (parts: Parts) => void | Promise<void>;
/** `sealed`: whoever changed it also wrote the manifests again. */
async function changed(change: Change, sealed = false, trusted = "") {
  const parts: Parts = new Map(good);
  await change(parts);
  if (sealed) await sealBag(parts);
  return findings(await zipBundle(parts), trusted);
}
const textAt = async (parts: Parts, path: string) => (await parts.get(path)?.text()) ?? "";
const edit =
  (path: string, by: (text: string) => string): Change =>
  async (parts) => {
    const text = await textAt(parts, path);
    const edited = by(text);
    expect(edited, `${path} was changed`).not.toBe(text);
    parts.set(path, new Blob([edited]));
  };
const line = (n: number, by: (text: string) => string) => (text: string) =>
  text
    .split("\n")
    .map((one, i) => (i === n ? by(one) : one))
    .join("\n");

describe("a bundle as it was made", () => {
  test.each([0, 6])("has no finding, deflated at level %i", async (level) => {
    const verdict = await checkBundle(await zipBundle(good, { level }), "");
    expect(verdict.findings).toEqual([]);
    expect(await findings(await zipBundle(good, { level }))).toEqual([]);
    expect(verdict.items.map((item) => item.kind)).toEqual(["original", "redacted", "left-out"]);
    expect(verdict.proofs?.head).toEqual({ origin: "elm.example/daybook", size: 6 });
    expect(verdict.proofs?.stamps).toMatchObject([{ authority: "Test Stamps", size: 4 }]);
    expect(verdict.proofs?.keys).toHaveLength(2);
  });

  test("has none when the reader names one of its keys, and one when they name another", async () => {
    const zip = await zipBundle(good);
    const [first = ""] = (await textAt(good, "ledger/keys.txt")).split("\n");
    const { proofs } = await checkBundle(zip, "");
    const print = proofs?.keys[1]?.fingerprint ?? "";
    expect(await findings(zip, first)).toEqual([]);
    expect(await findings(zip, print.toUpperCase().replaceAll(/(.{4})/g, "$1 "))).toEqual([]);
    const wrong = createHash("sha256").update("x").digest("hex");
    expect(await findings(zip, wrong)).toEqual(["key-untrusted ledger/keys.txt"]);
  });
});

describe("the container", () => {
  test("cut short, or something else", async () => {
    const zip = await zipBundle(good);
    expect(await findings(zip.slice(0, zip.size - 30))).toEqual(["zip-damaged"]);
    expect(await findings(new Blob(["hello"]))).toEqual(["zip-damaged"]);
    expect(await findings(new Blob([]))).toEqual(["zip-damaged"]);
  });
  test("not one folder, or an unsafe name, or encrypted", async () => {
    expect(await findings(await zipBundle(good, { folder: "" }))).toEqual(["layout"]);
    expect(await findings(await zipBundle(new Map()))).toEqual(["layout"]);
    const more = new Map([...good, ["data/../x", new Blob(["x"])] as const]);
    expect(await findings(await zipBundle(more))).toEqual([
      "zip-unsafe disclosure-OS-26/data/../x",
    ]);
    const [first = ""] = good.keys();
    expect(await findings(await zipBundle(good, { password: "x" }))).toEqual([
      `zip-unsafe disclosure-OS-26/${first}`,
    ]);
  });
  test("a byte flipped in a file's bytes in the ZIP", async () => {
    const zip = Buffer.from(await (await zipBundle(good)).arrayBuffer());
    const at = zip.indexOf("a picture, as it came");
    zip[at] = Number(zip[at]) ^ 1;
    expect(await findings(new Blob([zip]))).toEqual([
      "file-changed data/originals/001-screen.png",
      "info-malformed bag-info.txt",
      "item-differs item 001",
    ]);
  });
});

describe("changed by somebody who leaves the manifests", () => {
  test("each file on its own: named", async () => {
    for (const path of good.keys()) {
      const found = await changed(async (parts) => {
        parts.set(path, new Blob([await textAt(parts, path), "x"]));
      });
      if (path !== "tagmanifest-sha256.txt") expect(found, path).toContain(`file-changed ${path}`);
      expect(found.length, path).toBeGreaterThan(0);
      const gone = await changed((parts) => void parts.delete(path));
      if (path !== "tagmanifest-sha256.txt") expect(gone, path).toContain(`file-missing ${path}`);
    }
    expect(await changed((parts) => void parts.set("data/more.txt", new Blob(["x"])))).toEqual([
      "file-added data/more.txt",
      "info-malformed bag-info.txt",
    ]);
  }, 120_000);
});

const entry = "ledger/entries.jsonl";
/** Everything the school's own people could do, with the manifests written again. */
const forged: [string, Change, string[]][] = [
  [
    "an original exchanged",
    (p) => void p.set("data/originals/001-screen.png", new Blob(["b picture, as it came"])),
    ["item-differs item 001", "disclosure-unproven data/disclosure.json"],
  ],
  [
    "an original exchanged, and the schedule with it",
    async (p) => {
      const other = "b picture, as it came";
      const hash = createHash("sha256").update("a picture, as it came").digest("hex");
      p.set("data/originals/001-screen.png", new Blob([other]));
      await edit("data/schedule.json", (text) =>
        text.replaceAll(hash, createHash("sha256").update(other).digest("hex")),
      )(p);
    },
    [
      "item-unproven item 001",
      "redaction-unproven item 002",
      "disclosure-unproven data/disclosure.json",
    ],
  ],
  [
    "a file slipped in",
    (p) => void p.set("data/originals/004-x.png", new Blob(["x"])),
    [
      "disclosure-unproven data/disclosure.json",
      "info-malformed bag-info.txt",
      "item-unlisted data/originals/004-x.png",
    ],
  ],
  [
    "the reason for leaving out reworded",
    edit("data/schedule.json", (t) => t.replace("another", "no")),
    ["disclosure-unproven data/disclosure.json", "info-malformed bag-info.txt"],
  ],
  [
    "spaces in the schedule",
    edit("data/schedule.json", (t) => t.replace(":", ": ")),
    [
      "disclosure-unproven data/disclosure.json",
      "info-malformed bag-info.txt",
      "json-malformed data/schedule.json",
    ],
  ],
  [
    "a custody event retold",
    edit("data/custody.json", (t) => t.replace("evidence-viewed", "evidence-opened")),
    ["disclosure-unproven data/disclosure.json", /event-differs event/.source],
  ],
  [
    "an entry left out",
    edit(entry, line(1, () => "").bind(null)),
    ["entries-malformed ledger/entries.jsonl:2"],
  ],
  [
    "an entry left out whole",
    edit(entry, (t) => t.split("\n").toSpliced(1, 1).join("\n")),
    ["event-missing event"],
  ],
  [
    "an entry twice",
    edit(entry, (t) => t.replace(/^(.*\n)/, "$1$1")),
    ["entry-disordered entry 0", "event-unlisted entry 0"],
  ],
  [
    "entries in another order",
    edit(entry, (t) => {
      const [a, b, ...c] = t.split("\n");
      return [b, a, ...c].join("\n");
    }),
    ["entry-disordered entry 0"],
  ],
  [
    "a word of a leaf",
    edit(
      entry,
      line(1, (t) => t.replace("evidence-viewed", "evidence-exported")),
    ),
    ["entry-unproven entry 1", "event-differs event"],
  ],
  [
    "a leaf of another log",
    edit(
      entry,
      line(1, (t) => t.replace("elm.example", "oak.example")),
    ),
    ["entry-malformed entry 1", "entry-unproven entry 1", "event-missing event"],
  ],
  [
    "an entry's number",
    edit(
      entry,
      line(1, (t) => t.replace('"entry":1', '"entry":3')),
    ),
    ["entry-disordered entry 2", "entry-unproven entry 3"],
  ],
  [
    "an opening",
    edit(
      entry,
      line(0, (t) => t.replace('\\"size\\":1', '\\"size\\":2')),
    ),
    ["item-unproven item 001", "opening-mismatch entry 0"],
  ],
  [
    "a proof's hash",
    edit(
      entry,
      line(0, (t) => t.replace(/"proof":\["../, '"proof":["AB')),
    ),
    ["entry-unproven entry 0"],
  ],
  [
    "the head's root",
    edit(
      "ledger/checkpoint",
      line(2, (t) => `A${t.slice(1) === t ? "" : t.slice(1)}`),
    ),
    [
      "anchor-inconsistent ledger/anchors/4",
      "checkpoint-unsigned ledger/checkpoint",
      ...[0, 1, 2, 5].map((n) => `entry-unproven entry ${n}`),
    ],
  ],
  [
    "the head signed by the key that was handed over",
    async (p) => {
      const note = await textAt(p, "ledger/checkpoint");
      const root = Buffer.from(note.split("\n")[2] ?? "", "base64");
      const key = generateKeyPairSync("ed25519").privateKey;
      p.set(
        "ledger/checkpoint",
        new Blob([signCheckpoint({ origin: "elm.example/daybook", size: 6, root }, key)]),
      );
    },
    ["checkpoint-unsigned ledger/checkpoint"],
  ],
  [
    "the head garbled",
    edit("ledger/checkpoint", (t) => t.replace("\n6\n", "\n06\n")),
    ["checkpoint-malformed ledger/checkpoint"],
  ],
  [
    "a key's letter",
    edit(
      "ledger/keys.txt",
      line(1, (t) => t.replace(/.$/, (c) => (c === "A" ? "B" : "A"))),
    ),
    ["key-malformed ledger/keys.txt:2"],
  ],
  [
    "a key taken away",
    edit("ledger/keys.txt", (t) => t.split("\n").slice(1).join("\n")),
    ["checkpoint-unsigned ledger/anchors/4/checkpoint"],
  ],
  [
    "the change of key",
    edit("ledger/changes/2.note", (t) => t.replace("\n4\n", "\n3\n")),
    ["key-unlinked ledger/changes/2.note"],
  ],
  [
    "the stamped head's size",
    edit("ledger/anchors/4/checkpoint", (t) => t.replace("\n4\n", "\n3\n")),
    ["anchor-malformed ledger/anchors/4", "checkpoint-unsigned ledger/anchors/4/checkpoint"],
  ],
  [
    "the proof between heads",
    edit("ledger/anchors/4/consistency.json", (t) => t.replace(/"./, '"/')),
    ["anchor-inconsistent ledger/anchors/4"],
  ],
  [
    "a stamp without its authority",
    (p) => void p.delete("ledger/anchors/4/authority-1.pem"),
    ["anchor-malformed ledger/anchors/4"],
  ],
  [
    "a note beside the stamp",
    (p) => void p.set("ledger/anchors/4/x.txt", new Blob(["x"])),
    ["anchor-malformed ledger/anchors/4"],
  ],
];
test.each(forged)(
  "%s: said, at its place, and nothing else",
  { timeout: 30_000 },
  async (_name, change, expected) => {
    const found = await changed(change, true);
    expect(found).toHaveLength(expected.length);
    for (const [i, one] of expected.toSorted().entries()) expect(found[i]).toContain(one);
  },
);

test("the small vectors of the format", async () => {
  const key = await readKey("log.example+b252d0cf+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
  if (!key) throw new Error("That is no key");
  expect(await fingerprintOf(key)).toBe(
    "a050837d85070582ccf7394b0988847cc312cb88259b894899f6f239cf1791a5",
  );
  const note = `log.example
5
VsyY+lrdYK6hB+c2M4Sd9LOnLELkacmfG6o7hoftfuo=

— log.example slLQz8dSJLIKFjxfbaZQLsF/TS+yCgfJ89Mr/9aMQwcrP5uR5burYkMPmi/NZzYzx9Bqm1rbGVLYTdGkcRE9oLwPxAQ=
`;
  const head = readHead(new TextEncoder().encode(note));
  if (!head) throw new Error("That is no head");
  expect(head.size).toBe(5);
  expect(await isSignedHead(head, [key])).toBe(true);
  expect(
    await isSignedHead({ ...head, note: { ...head.note, text: `${head.note.text}x` } }, [key]),
  ).toBe(false);
});
