import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ClockCard } from "@/components/cases/clock-card";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SelectField, SubmitButton, TextField } from "@/components/forms/fields";
import { Card, Empty } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { beginClockAction } from "@/lib/cases/actions";
import { listClocks } from "@/lib/cases/list-clocks";
import { readCase } from "@/lib/cases/read-case";
import { caseRules } from "@/lib/clocks/labels";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Deadlines");

export default async function CaseDeadlines({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { read, clocks } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId, page: "deadlines" }),
    clocks: await listClocks(tx, actor, { caseId }),
  }));
  return (
    <CaseFrame current="/deadlines" read={read} said={done}>
      {clocks.length === 0 ? <Empty>No deadline runs.</Empty> : null}
      {clocks.map((clock) => (
        <ClockCard
          at={read.actor.at}
          caseId={caseId}
          clock={clock}
          key={clock.id}
          school={read.school}
          works={read.works && read.found.state !== "closed"}
        />
      ))}
      {read.works && read.found.state !== "closed" ? (
        <Card title="Start a deadline">
          <ActionForm action={beginClockAction} formKey={crypto.randomUUID()}>
            <input name="caseId" type="hidden" value={caseId} />
            <SelectField
              choices={caseRules.map((rule) => ({
                value: rule.kind,
                label: `${rule.label} (${rule.from.charAt(0).toLowerCase()}${rule.from.slice(1)})`,
              }))}
              label="What has to be done"
              name="kind"
            />
            <DateField hint="For example, 4 12 2026" label="The day it counts from" name="from" />
            <TextField hint="For example, 14:30" label="Time (optional)" name="time" narrow />
            <SubmitButton>Start deadline</SubmitButton>
          </ActionForm>
        </Card>
      ) : null}
    </CaseFrame>
  );
}
