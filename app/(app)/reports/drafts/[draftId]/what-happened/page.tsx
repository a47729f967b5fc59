import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import {
  Choices,
  DateField,
  SelectField,
  SubmitButton,
  TextArea,
  TextField,
} from "@/components/forms/fields";
import { DraftAutosave } from "@/components/reports/draft-autosave";
import { PersonPicker } from "@/components/reports/person-picker";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { continueDraftAction } from "@/lib/reports/actions";
import { aboutWords, howKnownWords, kindWords, policeWishWords } from "@/lib/reports/labels";
import { myDraft } from "@/lib/reports/queries";
import { mostNamed, namedKinds } from "@/lib/reports/schema";
import { schoolDetails, schoolTypes } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `What happened - Report a concern - ${name}` };
}

const pick = (words: Record<string, string>, first?: string) => [
  ...(first ? [{ value: "", label: first }] : []),
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

export default async function WhatHappened({
  params,
  searchParams,
}: {
  params: Promise<{ draftId: string }>;
  searchParams: Promise<{ seen?: string }>;
}) {
  const { draftId } = await params;
  const { seen = "" } = await searchParams;
  const { draft, types, school } = await runAs(async (tx, actor) => ({
    draft: await myDraft(tx, actor, draftId),
    types: await schoolTypes(tx, actor),
    school: await schoolDetails(tx, actor),
  }));
  if (draft.sentReportId) redirect(`/reports/${draft.sentReportId}`);
  const choices = types.map((type) => ({
    value: type.code,
    label: type.label,
    hint: type.definition,
  }));
  const leading = choices.filter((choice) => ["CYB", "TRO", "APB", "UNS"].includes(choice.value));
  const others = choices.filter((choice) => !leading.includes(choice));
  const chosen = String(draft.answers.type ?? "");
  return (
    <Page
      back={{ href: "/", label: "My reports" }}
      caption="Report a concern: step 1 of 3"
      narrow
      title="What happened"
    >
      {draft.textOnly ? (
        <Banner tone="warn">
          <p>
            <strong>This report is in words only.</strong> Do not describe the picture itself. Say
            who told you, when and where, and who has seen it.
          </p>
        </Banner>
      ) : (
        <Banner tone="note">
          <p>
            Do not answer it, and do not delete it. Keep the original with its date, time and place.
            Do not open a fake account, join a closed group or search a pupil&apos;s profile to find
            out more.
          </p>
        </Banner>
      )}
      <ActionForm
        action={continueDraftAction}
        formKey={crypto.randomUUID()}
        id="report"
        initial={draft.answers}
      >
        <input name="draftId" type="hidden" value={draftId} />
        <input name="stopSeen" type="hidden" value={draft.textOnly ? "image" : seen} />
        <Card>
          <Choices
            choices={[
              { value: "no", label: "No" },
              { value: "danger", label: "Yes, somebody is in immediate danger" },
              { value: "image", label: "Yes, there is or may be such an image" },
            ]}
            hint="Real or made by AI. If you are not sure, choose yes"
            label="Is anyone in immediate danger, or is there a nude, semi-nude or sexual image of a child?"
            name="safety"
          />
        </Card>
        <Card>
          <Choices choices={leading} label="What kind of concern is this?" name="type" />
          <details className="mt-2" open={others.some((choice) => choice.value === chosen)}>
            <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
              Something else
            </summary>
            <Choices choices={others} id="other-type" label="Other kinds" name="type" />
          </details>
        </Card>
        <Card>
          <div className="space-y-6">
            <PersonPicker
              hint="Begin to type the name of a colleague, pupil or parent"
              idName="affectedId"
              label="Who is affected?"
              name="affectedName"
            />
            <Choices
              choices={[
                { value: "me", label: "Me" },
                { value: "school", label: "The school itself" },
                { value: "unknown", label: "I do not know" },
              ]}
              inline
              label="Or choose"
              name="affected"
            />
            <Choices
              choices={pick({
                today: "Today",
                yesterday: "Yesterday",
                date: "Another date",
                unknown: "I do not know",
              })}
              inline
              label="When did it happen?"
              name="when"
            />
            <details open={draft.answers.when === "date"}>
              <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
                Enter a date or a time
              </summary>
              <div className="space-y-4 pt-2">
                <DateField label="Date (if you chose another date)" name="date" />
                <TextField label="Time (optional)" name="time" narrow type="time" />
              </div>
            </details>
            <TextField
              hint="The app, site or group, such as Instagram or a parents' group"
              label="Where was it?"
              name="platform"
            />
            <TextArea label="What happened?" name="account" rows={6} />
          </div>
        </Card>
        <Card>
          <Choices
            choices={pick(aboutWords)}
            hint={`They will never see this report or learn of it. Leave empty if it is about none of them. You need not explain`}
            label="Is it about any of these?"
            many
            name="about"
          />
        </Card>
        <details className="mb-6 rounded-lg border border-line bg-card p-4">
          <summary className="min-h-11 cursor-pointer py-2 font-semibold text-accent underline underline-offset-2">
            Add more detail (optional): who did it, the address, what you would like to happen
          </summary>
          <div className="space-y-6 pt-4">
            {Array.from({ length: mostNamed }, (_, i) => `named${i}`).map((named, index) => (
              <fieldset className="space-y-4 border-line border-l-4 pl-4" key={named}>
                <legend className="font-semibold">
                  {["Who did it, or a witness", "Somebody else", "Another person"][index]}
                </legend>
                <PersonPicker idName={`${named}Id`} label="Name" name={`${named}Name`} />
                <SelectField
                  choices={pick(
                    Object.fromEntries(
                      namedKinds.filter(Boolean).map((kind) => [kind, kindWords[kind] ?? kind]),
                    ),
                    "I do not know",
                  )}
                  label="Who they are"
                  name={`${named}Kind`}
                />
                <TextField label="Account or handle" name={`${named}Handle`} />
                <SelectField
                  choices={pick({ named: "Did it, or may have", witness: "Saw it" })}
                  label="Their part"
                  name={`${named}Part`}
                />
              </fieldset>
            ))}
            <TextField
              hint="Copy it if you have it. It is kept as words and never opened"
              label="Web address"
              name="address"
            />
            <TextField label="Account it came from" name="handle" />
            <SelectField
              choices={pick({ yes: "Yes", no: "No" }, "I do not know")}
              label="Was it in a closed group?"
              name="closedGroup"
            />
            <SelectField
              choices={pick(howKnownWords, "Not said")}
              label="How did it become known to you?"
              name="howKnown"
            />
            <TextArea label="What would you like to happen?" name="wish" rows={3} />
            <SelectField
              choices={pick(policeWishWords, "Not said")}
              hint="If you are the one affected. It is your wish, and it is asked again. Where a child or a life is at risk the school may have to tell them"
              label="Your wish about the police"
              name="policeWish"
            />
          </div>
        </details>
        <SubmitButton>Continue</SubmitButton>
        <DraftAutosave draftId={draftId} formId="report" />
        <p className="text-soft">
          Your school&apos;s safeguarding phone:{" "}
          <strong className="text-ink">{school.safeguardingPhone}</strong>
        </p>
      </ActionForm>
    </Page>
  );
}
