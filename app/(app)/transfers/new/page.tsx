import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextField } from "@/components/forms/fields";
import { Banner, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { statusWords } from "@/lib/cases/labels";
import { lengthWords, ruleFor } from "@/lib/clocks/labels";
import { formatDate } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { personById } from "@/lib/people/queries";
import { startTransferAction } from "@/lib/referrals/actions";
import { casesOfChild, transferUnderWay } from "@/lib/referrals/list-transfers";
import { timings } from "@/lib/referrals/transfer-forms";
import { schoolCalendar } from "@/lib/schools/queries";

type Props = { searchParams: Promise<{ person?: string }> };

/** No name in a title: it stays in the browser's history. */
export async function generateMetadata() {
  return { title: `Transfer a file - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function NewTransfer({ searchParams }: Props) {
  const { person: id = "" } = await searchParams;
  const { person, offered, underWay, school } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "transfer-files") || !/^[0-9a-f-]{36}$/.test(id)) throw notFound();
    const found = await personById(tx, actor, id);
    if (!found || !["pupil", "former-pupil"].includes(found.kind)) throw notFound();
    return {
      person: found,
      offered: await casesOfChild(tx, actor, found.id),
      underWay: await transferUnderWay(tx, actor, found.id),
      school: await schoolCalendar(tx, actor),
    };
  });
  const within = lengthWords(ruleFor("file-transfer", school.readings));
  return (
    <Page
      back={{ href: `/cases/people/${person.id}`, label: person.name }}
      narrow
      title="Transfer the child protection file"
    >
      {underWay ? (
        <Banner tone="warn">
          This file is on its way already.{" "}
          <a href={`/transfers/${underWay.id}`}>See how far it has come</a>
        </Banner>
      ) : null}
      {offered.length === 0 ? (
        <p>There is no case about this child that could go.</p>
      ) : (
        <ActionForm
          action={startTransferAction}
          formKey={crypto.randomUUID()}
          initial={{ cases: offered.map((one) => one.id) }}
        >
          <input name="personId" type="hidden" value={person.id} />
          <p>
            It goes to the designated safeguarding lead of the next school, apart from the main
            pupil file, within {within} (Keeping children safe in education). What stays here is
            said on the next page.
          </p>
          <TextField label="Next school or college" name="school" />
          <TextField hint="Name and post" label="Who gets it there" name="contact" />
          <Choices
            choices={[{ value: "yes", label: "They were rung, on a number found elsewhere" }]}
            hint="Not on a number that came with a request for the file"
            label="Is it really them?"
            many
            name="rung"
          />
          <Choices
            choices={Object.entries(timings).map(([value, label]) => ({ value, label }))}
            label="When does the child change school?"
            name="timing"
          />
          <DateField
            hint={`The day the child leaves, or the first day of the new term. The ${within} count from here`}
            label="On which day?"
            name="counts"
          />
          <Choices
            choices={offered.map((one) => ({
              value: one.id,
              label: `${one.reference}, opened ${formatDate(one.openedAt)}: ${statusWords(one.state)}`,
            }))}
            label="What goes"
            many
            name="cases"
          />
          <SubmitButton>Begin the transfer</SubmitButton>
        </ActionForm>
      )}
    </Page>
  );
}
