import type { Json } from "./canonicalise-json";
import { dataManifest, type Hashed } from "./check-bag";
import type { ProvenEntry } from "./check-proofs";
import type { Bundle, Finding } from "./read-bundle";
import { isObject, readCanonical } from "./read-canonical";
import { textOf } from "./read-note";

type Members = { [member: string]: Json };
type Rule = (value: Json | undefined) => boolean;

const text: Rule = (value) => typeof value === "string";
const like =
  (pattern: RegExp): Rule =>
  (value) =>
    typeof value === "string" && pattern.test(value);
const uuid = like(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const hash = like(/^[0-9a-f]{64}$/);
const none: Rule = (value) => value === null;
const fits = (value: Json | undefined, rules: Record<string, Rule>): value is Members =>
  isObject(value) && Object.entries(rules).every(([name, rule]) => rule(value[name]));

const item: Rule = (value) =>
  fits(value, { number: text, evidence: uuid, kind: like(/^(original|redacted|left-out)$/) }) &&
  (value.kind === "left-out"
    ? fits(value, { path: none, sha256: none, size: none })
    : fits(value, { path: text, sha256: hash, size: (n) => typeof n === "number" }) &&
      (value.kind === "original" || fits(value, { original: hash })));
const event: Rule = (value) => fits(value, { event: uuid, at: text, action: text, object: text });

export type Item = {
  number: string;
  kind: "original" | "redacted" | "left-out";
  evidence: string;
  path: string | null;
  sha256: string | null;
  size: number | null;
  original?: string;
};
type CustodyEvent = { event: string; at: string; action: string; object: string };

const cut = (where: string) => where.slice(0, 200);

/** Step 7 of the format: what the school says, against the files and the ledger's entries. */
export async function checkContent(
  bundle: Bundle,
  bag: { hashed: Hashed; manifest: ReadonlyMap<string, string> | null },
  entries: readonly ProvenEntry[] | null,
): Promise<{ findings: Finding[]; items: Item[] }> {
  const findings: Finding[] = [];
  const say = (code: string, where: string) => findings.push({ code, where: cut(where) });
  async function read(path: string, rules: Record<string, Rule>): Promise<Members | null> {
    const bytes = await bundle.read(path);
    if (!bytes) return null;
    const value = readCanonical(textOf(bytes)?.slice(0, -1) ?? "");
    if (fits(value, { format: (n) => n === 1, ...rules })) return value;
    say("json-malformed", path);
    return null;
  }
  const listOf =
    (rule: Rule): Rule =>
    (value) =>
      Array.isArray(value) && value.every((one: Json) => rule(one));
  const schedule = await read("data/schedule.json", { items: listOf(item) });
  const custody = await read("data/custody.json", { events: listOf(event) });
  const disclosure = await read("data/disclosure.json", { id: uuid });

  // The rules above looked at each of these members.
  const items = (schedule?.items ?? []) as unknown as Item[];
  const entryOf = (one: Item, action: string) =>
    entries?.find(
      ({ leaf, value }) =>
        leaf.action === action &&
        leaf.object === `evidence:${one.evidence}` &&
        value?.sha256 === one.sha256 &&
        (one.kind === "original" || value?.original === one.original),
    );
  for (const one of items) {
    if (one.kind === "left-out" || one.path === null) continue;
    const where = `item ${one.number}`;
    const file = bag.hashed.get(one.path);
    // A file that cannot be read whole is here, and is not what the item says.
    const wrong = file !== undefined && (file?.hash !== one.sha256 || file.size !== one.size);
    if ((bag.manifest && !bag.manifest.has(one.path)) || wrong) say("item-differs", where);
    if (!entries) continue;
    if (one.kind === "original" && !entryOf(one, "evidence-received")) say("item-unproven", where);
    if (one.kind === "redacted" && !entryOf(one, "evidence-redacted"))
      say("redaction-unproven", where);
  }
  if (schedule)
    for (const path of bundle.paths.filter((one) => /^data\/(originals|redacted)\//.test(one)))
      if (items.filter((one) => one.path === path).length !== 1) say("item-unlisted", path);

  const discloses = (one: ProvenEntry) =>
    disclosure !== null &&
    one.leaf.action === "case-disclosed" &&
    one.value?.disclosure === disclosure.id;
  if (custody && entries) {
    const events = custody.events as unknown as CustodyEvent[];
    const first = new Map(entries.toReversed().map((one) => [one.leaf.event, one]));
    const told = new Set(events.map((one) => one.event));
    for (const id of told) {
      const said = events.filter((one) => one.event === id);
      const leaf = first.get(id)?.leaf;
      if (!leaf) say("event-missing", `event ${id}`);
      const differs = said.some(
        (one) =>
          leaf && (one.at !== leaf.at || one.action !== leaf.action || one.object !== leaf.object),
      );
      if (differs || said.length > 1) say("event-differs", `event ${id}`);
    }
    for (const one of disclosure ? entries : []) {
      if (discloses(one)) continue;
      const again = first.get(String(one.leaf.event)) !== one;
      if (!told.has(String(one.leaf.event)) || again) say("event-unlisted", `entry ${one.entry}`);
    }
  }
  if (disclosure && entries) {
    const [only, ...more] = entries.filter(discloses);
    const manifest = bag.hashed.get(dataManifest)?.hash;
    if (!only || more.length > 0 || (manifest && only.value?.manifest !== manifest))
      say("disclosure-unproven", "data/disclosure.json");
  }
  return { findings, items };
}
