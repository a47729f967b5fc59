import { CaseFrame } from "@/components/cases/case-frame";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { Empty } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { reportsEvidence } from "@/lib/evidence/queries";

export const metadata = { title: "Evidence - Case - Daybook" };

export default async function CaseEvidence({
  params,
  searchParams,
}: {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ show?: string }>;
}) {
  const { caseId } = await params;
  const { show } = await searchParams;
  const { actor, found, owner, items } = await runAs(async (tx, a) => {
    const read = await readCase(tx, a, { caseId, page: "evidence" });
    return {
      actor: a,
      ...read,
      items: await reportsEvidence(
        tx,
        a,
        read.reports.map((report) => report.id),
      ),
    };
  });
  return (
    <CaseFrame at={actor.at} current="/evidence" found={found} owner={owner}>
      {items.length === 0 ? (
        <Empty>
          <p>
            No evidence came with the reports of this case. The reporter can add some at any time.
          </p>
        </Empty>
      ) : (
        <>
          <h2 className="sr-only">Evidence</h2>
          <ul className="space-y-4">
            {items.map((item) => (
              <EvidenceCard
                item={item}
                key={item.id}
                original
                showAt={`/cases/${caseId}/evidence?show=${item.id}#${item.id}`}
                shown={show === item.id}
              />
            ))}
          </ul>
        </>
      )}
    </CaseFrame>
  );
}
