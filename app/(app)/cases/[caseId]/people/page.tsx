import { CaseFrame } from "@/components/cases/case-frame";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton } from "@/components/forms/fields";
import { PersonPicker } from "@/components/reports/person-picker";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { involvePersonAction } from "@/lib/cases/actions";
import { casePeople } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { kindWords, partWords } from "@/lib/reports/labels";

export const metadata = { title: "People - Case - Daybook" };

export default async function CasePeople({
  params,
  searchParams,
}: {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { actor, found, owner, people } = await runAs(async (tx, a) => ({
    actor: a,
    ...(await readCase(tx, a, { caseId, page: "people" })),
    people: await casePeople(tx, a, caseId),
  }));
  return (
    <CaseFrame at={actor.at} current="/people" found={found} owner={owner} said={done}>
      <ul className="mb-6 space-y-3">
        {people.map((person) => (
          <li
            className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-card p-4"
            key={`${person.personId}${person.part}`}
          >
            <div className="min-w-0">
              <p className="break-words font-semibold">{person.name}</p>
              <p className="text-soft">
                {kindWords[person.kind] ?? person.kind}
                {person.handle ? `, ${person.handle}` : ""}
              </p>
            </div>
            <div className="flex gap-2">
              <Tag>{partWords[person.part] ?? person.part}</Tag>
              {person.walled ? <Tag tone="warn">Cannot see this case</Tag> : null}
            </div>
          </li>
        ))}
      </ul>
      <Card title="Add a person">
        <ActionForm action={involvePersonAction} formKey={crypto.randomUUID()}>
          <input name="caseId" type="hidden" value={caseId} />
          <input name="version" type="hidden" value={found.version} />
          <PersonPicker idName="personId" label="Who" name="person" />
          <Choices
            choices={[
              { value: "affected", label: "Affected" },
              {
                value: "named",
                label: "Named",
                hint: "From this moment they can see nothing of this case",
              },
              { value: "witness", label: "Witness" },
            ]}
            label="Their part"
            name="part"
          />
          <SubmitButton>Add person</SubmitButton>
        </ActionForm>
      </Card>
    </CaseFrame>
  );
}
