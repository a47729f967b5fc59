import { Summary } from "@/components/ui/page";
import { formatDay } from "@/lib/dates";
import { boundWords } from "@/lib/policies/labels";
import type { Version } from "@/lib/policies/queries";

const missing = "Not said";
const day = (on: string | null) => (on ? formatDay(on) : missing);

/** Who approved a version, when it is reviewed, whom it binds, and its hash once it has one. */
export function VersionDetails({ version }: { version: Version }) {
  const about = [
    version.statutory ? "Statutory" : "Not statutory",
    version.onWebsite ? "published on the school's website" : "not on the school's website",
  ];
  return (
    <Summary
      rows={[
        { key: "Approved by", value: version.approvedBy ?? missing },
        { key: "Approved on", value: day(version.approvedOn) },
        { key: "Last reviewed", value: day(version.reviewedOn) },
        { key: "Next review", value: day(version.nextReviewOn) },
        { key: "Kind", value: about.join(", ") },
        {
          key: "Binds",
          value: version.binds.map((kind) => boundWords[kind] ?? kind).join(", ") || missing,
        },
        { key: "To be read with", value: version.linked.join("\n") || missing },
        ...(version.sha256
          ? [
              {
                key: "Fingerprint (SHA-256)",
                value: <code className="break-all text-sm">{version.sha256}</code>,
              },
            ]
          : []),
      ]}
    />
  );
}
