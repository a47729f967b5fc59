import { PrintButton } from "@/components/policies/print-button";
import { ButtonLink } from "@/components/ui/button";
import { Card, Summary } from "@/components/ui/page";
import type { Certificate } from "@/lib/retention/list-reviews";
import { certificateFacts, remainsWords } from "@/lib/retention/print-certificate";

/** What is left to show of a record that ended: numbers, hashes and who, never whom it was about. */
export function DisposalCertificate({ found }: { found: Certificate }) {
  const hashes = [
    ...(found.removed?.reports ?? []).map((one) => ({ key: one.reference, value: one.sha256 })),
    ...(found.removed?.evidence ?? []).map((one, n) => ({
      key: `File ${n + 1}, ${one.size} bytes`,
      value: one.sha256,
    })),
  ];
  return (
    <>
      <div className="no-print mb-6 flex flex-wrap gap-3">
        <ButtonLink href={`/api/disposals/${found.id}`}>Save as PDF</ButtonLink>
        <PrintButton />
      </div>
      <p className="mb-6">{remainsWords}</p>
      <Card title="What was disposed of">
        <Summary rows={certificateFacts(found).map(([key, value]) => ({ key, value }))} />
      </Card>
      {hashes.length > 0 ? (
        <Card title="SHA-256 of each">
          <Summary
            rows={hashes.map(({ key, value }) => ({
              key,
              value: <span className="break-all">{value}</span>,
            }))}
          />
        </Card>
      ) : null}
    </>
  );
}
