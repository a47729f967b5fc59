import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { FirstSteps } from "@/components/policies/first-steps";
import { DiscardDraft } from "@/components/reports/discard-draft";
import { DraftAutosave } from "@/components/reports/draft-autosave";
import { MoreDetail } from "@/components/reports/more-detail";
import { PersonPicker } from "@/components/reports/person-picker";
import { SafetyQuestion } from "@/components/reports/safety-question";
import { ButtonLink } from "@/components/ui/button";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { renamedRoles } from "@/lib/policies/describe-rules";
import { readHelp } from "@/lib/policies/read-help";
import { readRules, rulesHere } from "@/lib/policies/read-rules";
import { continueDraftAction } from "@/lib/reports/actions";
import { aboutWords, affectedWords, choicesOf, roleWords } from "@/lib/reports/labels";
import { nameRoles } from "@/lib/reports/name-roles";
import { myDraft } from "@/lib/reports/queries";
import { showDay, subtypesOf } from "@/lib/reports/schema";
import { schoolDetails, schoolTypes } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `What happened - Report a concern - ${name}` };
}

/** The kinds people come with most (screens 1b); the rest open under "Something else". */
const leadingTypes = ["CYB", "TRO", "APB"];

export default async function WhatHappened({
  params,
  searchParams,
}: {
  params: Promise<{ draftId: string }>;
  searchParams: Promise<{ seen?: string }>;
}) {
  const { draftId } = await params;
  const { seen = "" } = await searchParams;
  const { draft, answers, types, school, help, rules, roles } = await runAs(async (tx, actor) => {
    const found = await myDraft(tx, actor, draftId);
    return {
      draft: found,
      answers: showDay(found.answers, actor.at),
      types: await schoolTypes(tx, actor),
      school: await schoolDetails(tx, actor),
      help: await readHelp(tx, actor),
      rules: rulesHere(await readRules(tx, actor), ["police"]),
      roles: await nameRoles(tx, actor),
    };
  });
  if (draft.sentReportId) redirect(`/reports/${draft.sentReportId}`);
  const offered = types.filter((type) => type.offered || type.code === answers.type);
  const choices = offered.map((type) => ({
    value: type.code,
    label: type.label,
    hint: (
      <>
        {type.definition} <span className="text-sm">({type.source})</span>
      </>
    ),
  }));
  const renamed = Object.fromEntries(
    renamedRoles.flatMap((role) => {
      const title = roles[role];
      return title && title !== roleWords[role] ? [[role, `The ${title}`]] : [];
    }),
  );
  const leading = leadingTypes.flatMap((code) => choices.filter((c) => c.value === code));
  const unsure = choices.filter((choice) => choice.value === "UNS");
  const others = choices.filter((choice) => !leading.includes(choice) && !unsure.includes(choice));
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
            who told you, when, on which app and account, who holds the device, who has seen it and
            what was done.
          </p>
        </Banner>
      ) : (
        <Banner tone="note">
          <details open>
            <summary className="disclose font-semibold">What to do first</summary>
            <FirstSteps help={help} phone={school.safeguardingPhone} />
          </details>
        </Banner>
      )}
      <ActionForm
        action={continueDraftAction}
        formKey={crypto.randomUUID()}
        id="report"
        initial={answers}
      >
        <input name="draftId" type="hidden" value={draftId} />
        <input name="stopSeen" type="hidden" value={draft.textOnly ? "image" : seen} />
        <Card>
          <SafetyQuestion />
          {draft.textOnly ? (
            <p className="mt-3">
              <ButtonLink href={`/reports/drafts/${draftId}/stop/image`} kind="plain">
                Read again what to do about the image
              </ButtonLink>
            </p>
          ) : null}
        </Card>
        <Card>
          <Choices
            choices={[...leading, ...unsure]}
            label="What kind of concern is this?"
            more={{ summary: "Something else", choices: others }}
            name="type"
          />
        </Card>
        <Card>
          <div className="space-y-6">
            <PersonPicker
              hint="Begin to type a name and choose from the list"
              idName="affectedId"
              label="Who is affected?"
              name="affectedName"
            />
            <Choices
              choices={choicesOf(affectedWords)}
              hint="Not needed if you chose a name from the list"
              inline
              label="Or say who they are"
              name="affected"
            />
            <div className="group/when space-y-4">
              <Choices
                choices={[
                  { value: "today", label: "Today" },
                  { value: "yesterday", label: "Yesterday" },
                  { value: "date", label: "Another date" },
                  { value: "unknown", label: "I do not know" },
                ]}
                inline
                label="When did it happen?"
                name="when"
              />
              <div className="hidden group-has-[[value=date]:checked]/when:block">
                <DateField label="Date" name="date" />
              </div>
              <div className="hidden group-has-[[value=date]:checked]/when:block group-has-[[value=today]:checked]/when:block group-has-[[value=yesterday]:checked]/when:block">
                <TextField label="Time (optional)" name="time" narrow type="time" />
              </div>
            </div>
            <TextField
              hint="The app, site or group, such as Instagram or a parents' group"
              label="Where was it?"
              name="platform"
            />
            <TextArea
              hint="As you would tell it. You can add to it later"
              label="What happened?"
              name="account"
              rows={6}
            />
          </div>
        </Card>
        <Card>
          <Choices
            choices={choicesOf({ ...aboutWords, ...renamed })}
            hint="None is chosen: leave it so if it is about none of them. Whoever you choose never sees this report and is never told of it. You need not explain"
            inline
            label="Is it about any of these?"
            many
            name="about"
          />
        </Card>
        <MoreDetail
          answers={answers}
          police={rules[0]}
          subtypes={offered.map((type) => ({
            label: type.label,
            choices: subtypesOf(type.code).map(([code, label = ""]) => ({
              value: `${type.code}.${code}`,
              label,
            })),
          }))}
        />
        <SubmitButton>Continue</SubmitButton>
        <DraftAutosave draftId={draftId} formId="report" />
        <p className="text-soft">
          Would you rather talk? Phone the {help.lead}:{" "}
          <strong className="text-ink">{school.safeguardingPhone}</strong>
        </p>
      </ActionForm>
      <DiscardDraft draftId={draftId} />
    </Page>
  );
}
