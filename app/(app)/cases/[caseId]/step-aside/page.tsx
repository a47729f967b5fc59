import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { StepAsideForm } from "@/components/cases/step-aside";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";

type Props = { params: Promise<{ caseId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "I should not handle this");

export default async function StepAside({ params }: Props) {
  const { caseId } = await params;
  const read = await runAs((tx, actor) => readCase(tx, actor, { caseId, page: "step-aside" }));
  return (
    <CaseStep last={undefined} read={read} title="I should not handle this">
      <StepAsideForm
        from="case"
        matterId={caseId}
        mine={read.found.ownerId === read.actor.personId}
      />
    </CaseStep>
  );
}
