import { notFound } from "next/navigation";
import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { runAs } from "@/lib/access/run-as";
import { assignOwnerAction } from "@/lib/cases/actions";
import { possibleOwners } from "@/lib/cases/assign-owner";
import { latestEvents } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { roleWords } from "@/lib/reports/labels";

type Props = { params: Promise<{ caseId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "Pass to somebody else");

export default async function PassCase({ params }: Props) {
  const { caseId } = await params;
  const { read, last, owners } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "owner" });
    return {
      read: opened,
      last: (await latestEvents(tx, actor, caseId, 1))[0],
      owners: opened.works ? await possibleOwners(tx, actor, opened.found) : [],
    };
  });
  if (!read.works) notFound();
  return (
    <CaseStep
      last={last ? { ...last, at: <Moment at={last.at} /> } : undefined}
      read={read}
      title="Pass to somebody else"
    >
      <ActionForm action={assignOwnerAction} formKey={crypto.randomUUID()}>
        <input name="caseId" type="hidden" value={caseId} />
        <input name="version" type="hidden" value={read.found.version} />
        <Choices
          choices={owners.map((holder) => ({
            value: holder.personId,
            label: `${holder.name} (${roleWords[holder.role] ?? holder.role})`,
          }))}
          hint={`${read.owner} owns it now. Anybody with a part in this case is left out`}
          label="Who takes it over?"
          name="ownerId"
        />
        <TextArea label="Why it passes to them" name="reason" rows={3} />
        <SubmitButton>Pass case</SubmitButton>
      </ActionForm>
    </CaseStep>
  );
}
