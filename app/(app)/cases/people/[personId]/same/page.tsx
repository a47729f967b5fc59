import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea } from "@/components/forms/fields";
import { PersonPicker } from "@/components/reports/person-picker";
import { Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { mergePeopleAction } from "@/lib/connections/actions";
import { likePerson, tracePerson } from "@/lib/connections/trace-person";
import { kindWords } from "@/lib/reports/labels";

type Props = { params: Promise<{ personId: string }> };

export async function generateMetadata() {
  return { title: `Same person - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function SamePerson({ params }: Props) {
  const { personId } = await params;
  const { person, like } = await runAs(async (tx, actor) => ({
    person: (await tracePerson(tx, actor, { personId, page: 1 })).person,
    like: await likePerson(tx, actor, personId),
  }));
  return (
    <Page
      back={{ href: `/cases/people/${personId}`, label: person.name }}
      caption={person.name}
      narrow
      title="Who is it?"
    >
      <ActionForm action={mergePeopleAction} formKey={crypto.randomUUID()}>
        <input name="mergedId" type="hidden" value={personId} />
        <p>
          Their cases become those of the person you choose. Whoever may not know of the one may not
          know of the other. If it is a member of staff, they lose sight of these cases at once.
          What reporters wrote stays as it is.
        </p>
        {like.length > 0 ? (
          <Choices
            choices={[
              ...like.map((one) => ({
                value: one.id,
                label: one.name,
                hint: [kindWords[one.kind] ?? one.kind, one.handle].filter(Boolean).join(", "),
              })),
              { value: "", label: "Somebody else" },
            ]}
            label="Entries with the same name or account"
            name="choiceId"
          />
        ) : null}
        <PersonPicker
          idName="personId"
          label={like.length > 0 ? "Or the same person as" : "The same person as"}
          name="person"
        />
        <TextArea label="How you know" name="reason" rows={3} />
        <SubmitButton>They are one person</SubmitButton>
      </ActionForm>
    </Page>
  );
}
