import { checkBag } from "./check-bag";
import { checkContent, type Item } from "./check-content";
import { checkProofs, type Proofs } from "./check-proofs";
import { type Finding, readBundle } from "./read-bundle";

/** What a bundle shows. `proofs` is null when the container itself could not be opened. */
export type BundleVerdict = {
  findings: Finding[];
  files: number;
  items: Item[];
  proofs: Omit<Proofs, "findings" | "entries"> | null;
};

/**
 * Checks a bundle as docs/bundle-format.md says, and from it alone: verify.py is written apart. It
 * reads the file piece by piece and asks nobody anything. `trusted` is a key or fingerprint that the
 * reader had from elsewhere, or nothing.
 */
export async function checkBundle(
  file: Blob,
  trusted: string,
  onProgress: (part: number) => void = () => {},
): Promise<BundleVerdict> {
  const bundle = await readBundle(file);
  if ("code" in bundle) return { findings: [bundle], files: 0, items: [], proofs: null };
  let done = 0;
  const bag = await checkBag(bundle, (n) => {
    done += n;
    onProgress(bundle.size === 0 ? 1 : done / bundle.size);
  });
  const { findings, entries, ...proofs } = await checkProofs(bundle, trusted);
  const content = await checkContent(bundle, bag, entries);
  return {
    findings: [...bag.findings, ...findings, ...content.findings],
    files: bundle.paths.length,
    items: content.items,
    proofs,
  };
}
