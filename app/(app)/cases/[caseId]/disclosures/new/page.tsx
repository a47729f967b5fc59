import { notFound } from "next/navigation";
import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import {
  Choices,
  DateField,
  SelectField,
  SubmitButton,
  TextArea,
  TextField,
} from "@/components/forms/fields";
import { Banner } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { bases, leftOutWords, purposes } from "@/lib/cases/labels";
import { listDisclosable } from "@/lib/cases/list-disclosures";
import { readCase } from "@/lib/cases/read-case";
import { formatDateTime } from "@/lib/dates";
import { draftDisclosureAction } from "@/lib/referrals/actions";
import { transferById } from "@/lib/referrals/list-transfers";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ transfer?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Disclose");

const stays = Object.entries(leftOutWords)
  .filter(([value]) => value !== "sealed" && value !== "suspect")
  .map(([value, label]) => ({ value, label: `Leave out: ${label.toLowerCase()}` }));

export default async function Disclose({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { transfer } = await searchParams;
  const { read, items, next } = await runAs(async (tx, actor) => ({
    next: transfer ? await transferById(tx, actor, transfer) : null,
    read: await readCase(tx, actor, { caseId, page: "disclose" }),
    items: await listDisclosable(tx, actor, caseId),
  }));
  if (!read.discloses) notFound();
  return (
    <CaseStep last={undefined} read={read} title="Disclose to somebody outside">
      {read.found.track === "T3" ? (
        <Banner tone="warn">
          If this is about a teacher and a pupil of this school, it is an offence to publish
          anything that tells who the teacher is before they are charged (Education Act 2002,
          section 141F). Give it to the body that needs it and to nobody else.
        </Banner>
      ) : null}
      <p className="prose-block mb-6">
        You get one file to hand over: the evidence you choose, a schedule of it, and what proves
        that nothing was changed. Nothing leaves before you have checked it on the next page.
      </p>
      <ActionForm
        action={draftDisclosureAction}
        formKey={crypto.randomUUID()}
        {...(next
          ? {
              initial: {
                purpose: "receiving-school",
                recipient: next.contact,
                organisation: next.toSchool,
                basis: "safeguarding",
                reason: "The child goes to this school",
                chronology: "yes",
                lent: "no",
              },
            }
          : {})}
      >
        <input name="caseId" type="hidden" value={caseId} />
        <Choices choices={purposes} label="Who is it for?" name="purpose" />
        <TextField
          hint="For the police: rank, name and number"
          label="Name of the person who gets it"
          name="recipient"
        />
        <TextField
          hint="For the police: the force and station"
          label="Where they work, or who they are"
          name="organisation"
        />
        <TextField label="Their reference (optional)" name="reference" />
        <Choices choices={bases} label="Legal basis" name="basis" />
        <TextArea
          hint="Stays in the record here. It is not in what you hand over."
          label="Why do they need it?"
          name="reason"
          rows={3}
        />
        {items.length > 0 ? <h2>Evidence</h2> : null}
        {items.map((item) =>
          item.mustStay ? (
            <p key={item.id}>
              <span className="font-semibold">
                Item {item.number}: {item.caption || item.fileName}
              </span>
              <br />
              Stays here. {leftOutWords[item.mustStay]}.
            </p>
          ) : (
            <SelectField
              choices={[
                { value: "", label: "Select" },
                {
                  value: "include",
                  label: item.originalId ? "Include this redacted copy" : "Include the original",
                },
                ...stays,
              ]}
              hint={`Received ${formatDateTime(item.receivedAt)}`}
              key={item.id}
              label={`Item ${item.number}: ${item.caption || item.fileName}`}
              name={`item-${item.id}`}
            />
          ),
        )}
        <Choices
          choices={[
            { value: "yes", label: "Yes, all of the timeline" },
            { value: "no", label: "No" },
          ]}
          hint="What happened and what was done, with every note. Read it before you give it."
          label="Does the chronology go with it?"
          name="chronology"
        />
        <Choices
          choices={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "No, write “The reporter”" },
          ]}
          hint="Names written in notes or shown in pictures are not taken out."
          label="Is the reporter named?"
          name="reporter"
        />
        <Choices
          choices={[
            { value: "no", label: "Yes, they keep it" },
            {
              value: "yes",
              label: "No, it is lent",
              hint: "The file is encrypted (age, a published standard) and opens with a passcode that you tell them another way. They need the free program age. A file that has left cannot be called back: the day is written on every page, and after it nobody can save another copy here.",
            },
          ]}
          label="Do they keep it?"
          name="lent"
        />
        <DateField hint="Only for a copy that is lent" label="Back or destroyed by" name="until" />
        <SubmitButton>Continue</SubmitButton>
      </ActionForm>
    </CaseStep>
  );
}
