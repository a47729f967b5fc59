import { notFound } from "next/navigation";
import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { FormFields } from "@/components/cases/form-fields";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card, Summary } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { writeRecordAction } from "@/lib/cases/actions";
import { caseForm, formsOf } from "@/lib/cases/case-forms";
import { describeAnswers, fieldsFrom } from "@/lib/cases/form-parts";
import { listRecords } from "@/lib/cases/list-records";
import { latestEvents } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";

type Props = {
  params: Promise<{ caseId: string; kind: string }>;
  searchParams: Promise<{ about?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Fair process");

export default async function WriteRecord({ params, searchParams }: Props) {
  const { caseId, kind: typed } = await params;
  const { about } = await searchParams;
  const { read, last, records, kind } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "process" });
    const found = formsOf(opened.found.track).find((one) => one.toLowerCase() === typed);
    if (!found || !opened.adds) notFound();
    return {
      read: opened,
      kind: found,
      last: (await latestEvents(tx, actor, caseId, 1))[0],
      records: await listRecords(tx, actor, caseId, found),
    };
  });
  const form = caseForm(kind);
  const person = read.people.find(
    (one) => form.parts?.includes(one.part) && (!about || one.personId === about),
  );
  if (form.about === "person" && !person) notFound();
  const aboutId = person?.personId ?? caseId;
  const earlier = records.filter((record) => record.aboutId === aboutId);
  return (
    <CaseStep
      last={last ? { ...last, at: <Moment at={last.at} /> } : undefined}
      read={read}
      title={person ? `${form.title}: ${person.name}` : form.title}
    >
      <ActionForm
        action={writeRecordAction}
        formKey={crypto.randomUUID()}
        {...(form.grows && earlier[0] ? { initial: fieldsFrom(form, earlier[0].answers) } : {})}
      >
        <input name="caseId" type="hidden" value={caseId} />
        <input name="kind" type="hidden" value={kind} />
        <input name="aboutId" type="hidden" value={aboutId} />
        <input name="after" type="hidden" value={earlier[0]?.version ?? 0} />
        {form.lead ? <p>{form.lead}</p> : null}
        <FormFields fields={form.fields} />
        <SubmitButton>Save</SubmitButton>
      </ActionForm>
      {earlier.map((record) => (
        <div className="mt-8" key={record.id}>
          <Card title={`Version ${record.version}`}>
            <Summary
              rows={describeAnswers(form, record.answers, record.names).map((one) => ({
                key: one.label,
                value: one.words,
              }))}
            />
            <p className="text-soft">
              {record.by}, <Moment at={record.at} />
            </p>
          </Card>
        </div>
      ))}
    </CaseStep>
  );
}
