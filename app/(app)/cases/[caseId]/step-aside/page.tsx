import Link from "next/link";
import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea } from "@/components/forms/fields";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { stepAsideAction } from "@/lib/conflicts/actions";
import { asideWords } from "@/lib/conflicts/labels";
import { choicesOf } from "@/lib/reports/labels";

type Props = { params: Promise<{ caseId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "I should not handle this");

export default async function StepAside({ params }: Props) {
  const { caseId } = await params;
  const read = await runAs((tx, actor) => readCase(tx, actor, { caseId, page: "step-aside" }));
  const mine = read.found.ownerId === read.actor.personId;
  return (
    <CaseStep last={undefined} read={read} title="I should not handle this">
      <p className="mb-6">
        {mine
          ? "The case passes to the next person in line, who is told. "
          : "Whoever owns the case is told. "}
        From that moment you see nothing of it, and nobody can let you back in. To be kept out of
        later reports too, declare the tie under{" "}
        <Link className="text-accent underline underline-offset-2" href="/registers/new">
          Your permissions and declarations
        </Link>
        .
      </p>
      <ActionForm action={stepAsideAction} formKey={crypto.randomUUID()}>
        <input name="caseId" type="hidden" value={caseId} />
        <Choices
          choices={choicesOf(asideWords)}
          label="Why should you not handle it?"
          name="kind"
        />
        <TextArea
          hint="Only whoever owns the case reads this"
          label="What should they know?"
          name="reason"
          rows={3}
        />
        <SubmitButton>Step aside</SubmitButton>
      </ActionForm>
    </CaseStep>
  );
}
