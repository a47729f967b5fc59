import type { Json } from "./canonicalise-json";
import { checkGrowth } from "./check-growth";
import { checkStamp, type Stamp } from "./check-stamp";
import type { Bundle } from "./read-bundle";
import { readCanonical } from "./read-canonical";
import {
  type Head,
  hashFrom,
  isSignedHead,
  type NamedKey,
  readHead,
  sizeFrom,
  textOf,
} from "./read-note";

export type SizedStamp = Stamp & { size: number };
type Say = (code: string, where: string) => void;

/** Step 6: earlier heads that an authority stamped. */
export async function checkAnchors(bundle: Bundle, head: Head, keys: NamedKey[] | null, say: Say) {
  const stamps: SizedStamp[] = [];
  const base = "ledger/anchors/";
  const inside = bundle.paths.filter((path) => path.startsWith(base));
  const sizes = new Set(inside.map((path) => path.slice(base.length).split("/")[0] ?? ""));
  for (const said of [...sizes].toSorted()) {
    const where = `${base}${said}`;
    const names = inside
      .filter((path) => path.startsWith(`${where}/`))
      .map((path) => path.slice(where.length + 1));
    const note = await bundle.read(`${where}/checkpoint`);
    const anchored = note && readHead(note);
    if (note && !anchored) {
      say("checkpoint-malformed", `${where}/checkpoint`);
      continue;
    }
    if (anchored && keys && !(await isSignedHead(anchored, keys)))
      say("checkpoint-unsigned", `${where}/checkpoint`);
    const proofBytes = await bundle.read(`${where}/consistency.json`);
    const list = proofBytes && readCanonical(textOf(proofBytes)?.slice(0, -1) ?? "");
    const hashes = Array.isArray(list)
      ? list.map((one: Json) => (typeof one === "string" ? hashFrom(one) : null))
      : [null];
    const proof = hashes.filter((hash) => hash !== null);
    const formed = proof.length === hashes.length;
    const tokens = names.filter((name) => /^token-[1-9]\d*\.tsr$/.test(name)).length;
    const wanted = ["checkpoint", "consistency.json"];
    for (let n = 1; n <= Math.max(1, tokens); n++)
      wanted.push(`token-${n}.tsr`, `authority-${n}.pem`);
    const fits =
      anchored &&
      sizeFrom(said) === anchored.size &&
      anchored.size > 0 &&
      anchored.size <= head.size;
    const complete = wanted.toSorted().join() === names.toSorted().join();
    if (!anchored || !note || !fits || !formed || !complete) {
      say("anchor-malformed", where);
      continue;
    }
    if (!(await checkGrowth({ from: anchored, to: head, proof })))
      say("anchor-inconsistent", where);
    for (const name of names.filter((one) => /^token-[1-9]\d*\.tsr$/.test(one)).toSorted()) {
      const answer = await bundle.read(`${where}/${name}`);
      const pem = await bundle.read(
        `${where}/${name.replace("token", "authority").replace("tsr", "pem")}`,
      );
      if (!answer || !pem) continue;
      const stamp = await checkStamp(answer, note, new TextDecoder("latin1").decode(pem)).catch(
        () => null,
      );
      if (stamp) stamps.push({ ...stamp, size: anchored.size });
      else say("token-invalid", `${where}/${name}`);
    }
  }
  return stamps;
}
