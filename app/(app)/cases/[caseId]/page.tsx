import Link from "next/link";
import { CaseFrame } from "@/components/cases/case-frame";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { ReportWords } from "@/components/reports/report-words";
import { ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { changeSeverityAction, moveCaseAction } from "@/lib/cases/actions";
import { severityChoices } from "@/lib/cases/labels";
import { aimOf } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { movesFor } from "@/lib/cases/transitions";
import { reportById, reportPeople } from "@/lib/reports/queries";
import { schoolTypes } from "@/lib/schools/queries";

export const metadata = { title: "Case - Daybook" };

export default async function CaseSummary({
  params,
  searchParams,
}: {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { actor, found, owner, reports, types } = await runAs(async (tx, a) => {
    const read = await readCase(tx, a, { caseId, page: "summary" });
    const full = [];
    for (const { id } of read.reports.slice(0, 5)) {
      full.push({ report: await reportById(tx, a, id), people: await reportPeople(tx, a, id) });
    }
    return { actor: a, ...read, reports: full, types: await schoolTypes(tx, a) };
  });
  const works = mayAct(actor, "triage", aimOf(found));
  const refers =
    mayAct(actor, "refer", aimOf(found)) &&
    !["closed", "decision", "external-hold"].includes(found.state);
  const label = types.find((type) => type.code === found.type)?.label ?? found.type;
  return (
    <CaseFrame at={actor.at} current="" found={found} owner={owner} said={done}>
      <div className="grid gap-6 lg:grid-cols-[1fr_24rem]">
        <div className="min-w-0">
          {reports.map(({ report, people }) => (
            <Card key={report.id} title={`Report ${report.reference}`}>
              <p className="mb-2 text-soft">
                Sent <Moment at={report.sentAt} />.{" "}
                <Link
                  className="text-accent underline underline-offset-2"
                  href={`/queue/${report.id}`}
                  prefetch={false}
                >
                  Open the report
                </Link>
              </p>
              <ReportWords people={people} report={report} typeLabel={label} />
            </Card>
          ))}
        </div>
        <div>
          {refers ? (
            <Card title="Next">
              <ButtonLink href={`/cases/${caseId}/refer`}>Refer for a decision</ButtonLink>
            </Card>
          ) : null}
          {works
            ? movesFor(found.state, actor.roles).map((move) => (
                <details
                  className="mb-3 rounded-lg border border-line bg-card p-4"
                  key={move.action}
                >
                  <summary className="min-h-11 cursor-pointer py-2 font-semibold text-accent underline underline-offset-2">
                    {move.label}
                  </summary>
                  <ActionForm
                    action={moveCaseAction}
                    className="mt-3 space-y-4"
                    formKey={crypto.randomUUID()}
                  >
                    <input name="caseId" type="hidden" value={caseId} />
                    <input name="version" type="hidden" value={found.version} />
                    <input name="action" type="hidden" value={move.action} />
                    {move.reason ? <TextArea label={move.reason} name="reason" rows={3} /> : null}
                    <SubmitButton kind={move.action === "close" ? "warning" : "secondary"}>
                      {move.label}
                    </SubmitButton>
                  </ActionForm>
                </details>
              ))
            : null}
          {works ? (
            <details className="mb-3 rounded-lg border border-line bg-card p-4">
              <summary className="min-h-11 cursor-pointer py-2 font-semibold text-accent underline underline-offset-2">
                Change the risk
              </summary>
              <ActionForm
                action={changeSeverityAction}
                className="mt-3 space-y-4"
                formKey={crypto.randomUUID()}
              >
                <input name="caseId" type="hidden" value={caseId} />
                <input name="version" type="hidden" value={found.version} />
                <SelectField
                  choices={severityChoices}
                  defaultValue={String(found.severity)}
                  label="Risk"
                  name="severity"
                />
                <TextField hint="Needed when it is lower" label="Why" name="reason" />
                <SubmitButton kind="secondary">Save risk</SubmitButton>
              </ActionForm>
            </details>
          ) : null}
        </div>
      </div>
    </CaseFrame>
  );
}
