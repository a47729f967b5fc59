import { notFound } from "next/navigation";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { pauseClockAction, resumeClockAction, settleClockAction } from "@/lib/cases/actions";
import { listClocks } from "@/lib/cases/list-clocks";
import { readCase } from "@/lib/cases/read-case";
import { pauseWords, ruleFor } from "@/lib/clocks/labels";

type Props = { params: Promise<{ caseId: string; clockId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "Deadline");

export default async function CaseDeadline({ params }: Props) {
  const { caseId, clockId } = await params;
  const { read, clock } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "deadlines" });
    const found = (await listClocks(tx, actor, { caseId })).find((one) => one.id === clockId);
    if (!found || found.stoppedAt || !opened.works) notFound();
    return { read: opened, clock: found };
  });
  const rule = ruleFor(clock.kind);
  const about = (
    <>
      <input name="caseId" type="hidden" value={caseId} />
      <input name="clockId" type="hidden" value={clockId} />
    </>
  );
  return (
    <Page
      back={{ href: `/cases/${caseId}/deadlines`, label: `Deadlines of ${read.found.reference}` }}
      narrow
      title={rule.label}
    >
      <p className="mb-6">
        {clock.pausedAt ? "Paused. It was due" : "Due"} <Moment at={clock.dueAt} />. {clock.basis}.
      </p>
      <Card title="It is met">
        <ActionForm action={settleClockAction} formKey={crypto.randomUUID()}>
          {about}
          <TextArea
            hint="When, by whom, and any reference you were given. If it did not apply, say why"
            label="What was done"
            name="words"
            rows={4}
          />
          <SubmitButton>Save</SubmitButton>
        </ActionForm>
      </Card>
      {clock.pausedAt ? (
        <Card title="It stands still">
          <ActionForm action={resumeClockAction} formKey={crypto.randomUUID()}>
            {about}
            <SubmitButton kind="secondary">Let it run again</SubmitButton>
          </ActionForm>
        </Card>
      ) : rule.pauses ? (
        <Card title="It may wait">
          <ActionForm action={pauseClockAction} formKey={crypto.randomUUID()}>
            {about}
            <SelectField
              choices={rule.pauses.map((code) => ({ value: code, label: pauseWords[code] }))}
              label="Why it may wait"
              name="reason"
            />
            <TextField label="What is waited for, and from whom" name="awaited" />
            <SubmitButton kind="secondary">Pause it</SubmitButton>
          </ActionForm>
        </Card>
      ) : (
        <p className="text-soft">It cannot be paused: {rule.basis}.</p>
      )}
    </Page>
  );
}
