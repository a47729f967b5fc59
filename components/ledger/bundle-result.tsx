import { Summary } from "@/components/ui/page";
import { formatDateTime } from "@/lib/dates";
import type { BundleVerdict } from "@/lib/ledger/check-bundle";
import { findingWords } from "@/lib/ledger/labels";

const most = 100;
const groups = (fingerprint: string) => fingerprint.replaceAll(/(.{4})(?=.)/g, "$1 ");

/** What a check found, and what that proves and does not. */
export function BundleResult({
  verdict,
  name,
  keyGiven,
}: {
  verdict: BundleVerdict;
  name: string;
  keyGiven: boolean;
}) {
  const { findings, proofs, items } = verdict;
  const stamps = (proofs?.stamps ?? []).toSorted((a, b) => +a.at - +b.at);
  const rows = proofs && [
    { key: "Bundle", value: name },
    {
      key: "Files",
      value: `${verdict.files}, of them ${items.filter((i) => i.path).length} items of evidence`,
    },
    { key: "Left out", value: `${items.filter((i) => !i.path).length} items` },
    {
      key: "Ledger",
      value: proofs.head ? `${proofs.head.origin}, ${proofs.head.size} entries` : "Not readable",
    },
    {
      key: "Time stamps",
      value:
        stamps
          .map((s) => `${formatDateTime(s.at)}, ${s.authority}, ${s.size} entries`)
          .join("\n") || "None",
    },
    {
      key: "Key fingerprint",
      value: proofs.keys.map((key) => groups(key.fingerprint)).join("\n\n") || "No key was used",
    },
  ];
  return (
    <>
      {findings.length === 0 ? (
        <div className="prose-block mb-6 rounded-md border-accent border-l-4 bg-tint p-4">
          <p>
            <strong>Proven:</strong> each file is, byte for byte, what the school's Daybook received
            or made, and what the school says in this bundle is what it said when it handed it over.
          </p>
          {stamps[0] ? (
            <p>
              The first {stamps[0].size} entries of the ledger were written no later than{" "}
              {formatDateTime(stamps[0].at)}, by the word of {stamps[0].authority}, outside the
              school.
            </p>
          ) : (
            <p>No outside time stamp stands behind it: times are the school's own clock.</p>
          )}
        </div>
      ) : (
        <ol className="mb-6 space-y-3">
          {findings.slice(0, most).map((finding) => (
            <li
              className="rounded-md border-danger border-l-4 bg-danger-tint p-4"
              key={`${finding.code} ${finding.where}`}
            >
              {finding.where ? <strong className="break-all">{finding.where}</strong> : null}
              <span className="block">{findingWords[finding.code] ?? "This is not right."}</span>
              <span className="block text-sm text-soft">{finding.code}</span>
            </li>
          ))}
          {findings.length > most ? <li>And {findings.length - most} more.</li> : null}
        </ol>
      )}
      <h3>What this does not prove</h3>
      <ul className="mb-6 list-disc pl-6">
        <li>That a post, message or picture is genuine, or who made it.</li>
        <li>That a pasted or photographed picture is the file it was taken from.</li>
        <li>That nothing was left out. The list of what was left out is the school's word.</li>
        {keyGiven ? null : (
          <li>
            That the key is the school's. Compare the fingerprint below with one the school gives
            you by telephone or letter.
          </li>
        )}
      </ul>
      {rows ? <Summary rows={rows} /> : null}
    </>
  );
}
