import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { LookAgain } from "@/components/evidence/look-again";
import { Empty } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { evidenceViews, reportsEvidence } from "@/lib/evidence/queries";
import { readRules, rulesHere } from "@/lib/policies/read-rules";

type Props = { params: Promise<{ caseId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "Evidence");

export default async function CaseEvidence({ params }: Props) {
  const { caseId } = await params;
  const { read, items, views, rule, years } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "evidence" });
    const ids = opened.reports.map((report) => report.id);
    const views = await evidenceViews(tx, actor, ids);
    const inForce = await readRules(tx, actor);
    return {
      rule: rulesHere(inForce, ["imageYears"])[0]?.source ?? "",
      years: inForce.applied.imageYears,
      read: opened,
      items: await reportsEvidence(tx, actor, ids),
      views,
    };
  });
  return (
    <CaseFrame current="/evidence" read={read}>
      {items.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">No evidence yet</p>
          <p>The reporter can add some at any time, from their own page of the report.</p>
        </Empty>
      ) : (
        <ul className="space-y-4">
          {items.map((item) => (
            <EvidenceCard
              item={item}
              key={item.id}
              page={`/cases/${caseId}/evidence/${item.id}`}
              showAt={`/cases/${caseId}/evidence/${item.id}?show=${item.id}#${item.id}`}
              views={views.get(item.id) ?? []}
            >
              <LookAgain item={item} rule={rule} years={years} />
            </EvidenceCard>
          ))}
        </ul>
      )}
    </CaseFrame>
  );
}
