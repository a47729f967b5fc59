import { notFound } from "next/navigation";
import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { runAs } from "@/lib/access/run-as";
import { changeSeverityAction } from "@/lib/cases/actions";
import { severityChoices } from "@/lib/cases/labels";
import { latestEvents } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";

type Props = { params: Promise<{ caseId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "Change the risk");

export default async function ChangeRisk({ params }: Props) {
  const { caseId } = await params;
  const { read, last } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId, page: "risk" }),
    last: (await latestEvents(tx, actor, caseId, 1))[0],
  }));
  if (!read.works) notFound();
  return (
    <CaseStep
      last={last ? { ...last, at: <Moment at={last.at} /> } : undefined}
      read={read}
      title="Change the risk"
    >
      <ActionForm action={changeSeverityAction} formKey={crypto.randomUUID()}>
        <input name="caseId" type="hidden" value={caseId} />
        <input name="version" type="hidden" value={read.found.version} />
        <Choices
          choices={severityChoices}
          defaultValue={String(read.found.severity)}
          label="How high is the risk?"
          name="severity"
        />
        <TextArea
          hint="Needed when the risk is lower than before"
          label="Why"
          name="reason"
          rows={3}
        />
        <SubmitButton>Save risk</SubmitButton>
      </ActionForm>
    </CaseStep>
  );
}
