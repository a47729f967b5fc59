import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextArea } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { dueFor } from "@/lib/clocks/start-clock";
import { formatDateTime } from "@/lib/dates";
import { reportsEvidence } from "@/lib/evidence/queries";
import { referCaseAction } from "@/lib/referrals/actions";
import { chooseDecider } from "@/lib/referrals/choose-decider";
import { roleWords } from "@/lib/reports/labels";
import { schoolCalendar } from "@/lib/schools/queries";

export const metadata = { title: "Refer for a decision - Case - Daybook" };

export default async function Refer({ params }: { params: Promise<{ caseId: string }> }) {
  const { caseId } = await params;
  const { found, items, decider, due } = await runAs(async (tx, actor) => {
    const read = await readCase(tx, actor, { caseId, page: "refer" });
    return {
      ...read,
      items: await reportsEvidence(
        tx,
        actor,
        read.reports.map((report) => report.id),
      ),
      decider: await chooseDecider(tx, actor, caseId),
      due: dueFor("decision", actor.at, await schoolCalendar(tx, actor)),
    };
  });
  return (
    <Page
      back={{ href: `/cases/${caseId}`, label: found.reference }}
      caption={found.reference}
      narrow
      title="Refer for a decision"
    >
      <ActionForm action={referCaseAction} formKey={crypto.randomUUID()}>
        <input name="caseId" type="hidden" value={caseId} />
        <input name="version" type="hidden" value={found.version} />
        <Card>
          <p>
            This goes to the <strong>{decider ? roleWords[decider.role] : ""}</strong>, who decides
            whether it is a disciplinary matter.
          </p>
        </Card>
        <Card>
          <div className="space-y-6">
            <TextArea label="What do you ask them to decide?" name="asked" rows={4} />
            {items.length > 0 ? (
              <Choices
                choices={items.map((item) => ({
                  value: item.id,
                  label: item.caption || item.fileName,
                }))}
                defaultValue={items.map((item) => item.id)}
                label="Evidence that goes with it"
                many
                name="evidence"
              />
            ) : null}
            <details>
              <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
                Due {formatDateTime(due)}. Change the deadline
              </summary>
              <DateField label="Due on" name="due" />
            </details>
          </div>
        </Card>
        <SubmitButton>Refer case</SubmitButton>
      </ActionForm>
    </Page>
  );
}
