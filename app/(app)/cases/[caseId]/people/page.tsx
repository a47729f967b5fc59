import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { EmergencyCard } from "@/components/cases/emergency-card";
import { RecusalCard } from "@/components/cases/step-aside";
import { TieCard, WalledCard } from "@/components/cases/walled-people";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton } from "@/components/forms/fields";
import { PersonPicker } from "@/components/reports/person-picker";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { involvePersonAction } from "@/lib/cases/actions";
import { caseForm } from "@/lib/cases/case-forms";
import { readCase } from "@/lib/cases/read-case";
import { listTied } from "@/lib/conflicts/declare-tie";
import { listWalled } from "@/lib/conflicts/list-walled";
import { listEmergencies } from "@/lib/conflicts/open-emergency";
import { listRecusals } from "@/lib/conflicts/step-aside";
import { kindWords, partWords } from "@/lib/reports/labels";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "People");

export default async function CasePeople({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { read, aside, walled, urgent, tied } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "people" });
    return {
      read: opened,
      aside: await listRecusals(tx, actor, caseId),
      walled: await listWalled(tx, actor, caseId),
      urgent: await listEmergencies(tx, actor, caseId),
      tied: opened.adds ? await listTied(tx, actor, caseId) : [],
    };
  });
  const found = caseForm("attribution").fields[0]?.choices ?? {};
  const finding = (personId: string) =>
    found[String(read.records.of("attribution", personId)?.answers.finding)];
  return (
    <CaseFrame current="/people" read={read} said={done}>
      <ul className="mb-6 space-y-3">
        {read.people.map((person) => (
          <li
            className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-card p-4"
            key={`${person.personId}${person.part}`}
          >
            <div className="min-w-0">
              <p className="break-words font-semibold">
                <a
                  className="text-accent underline underline-offset-2"
                  href={`/cases/people/${person.personId}`}
                >
                  {person.name}
                </a>
              </p>
              <p className="text-soft">
                {kindWords[person.kind] ?? person.kind}
                {person.handle ? `, ${person.handle}` : ""}
              </p>
            </div>
            <div className="flex flex-wrap gap-2">
              <Tag>{partWords[person.part] ?? person.part}</Tag>
              {finding(person.personId) ? <Tag>{finding(person.personId)}</Tag> : null}
              {person.walled ? <Tag tone="warn">Cannot see this case</Tag> : null}
            </div>
          </li>
        ))}
      </ul>
      <RecusalCard all={aside} from="case" />
      <WalledCard walled={walled} />
      <EmergencyCard
        all={urgent}
        caseId={caseId}
        reviews={(one) => read.adds && one.personId !== read.actor.personId}
      />
      {read.adds ? (
        <Card title="Add a person">
          <ActionForm action={involvePersonAction} formKey={crypto.randomUUID()}>
            <input name="caseId" type="hidden" value={caseId} />
            <input name="version" type="hidden" value={read.found.version} />
            <PersonPicker idName="personId" label="Who" name="person" />
            <Choices
              choices={[
                { value: "affected", label: "Affected" },
                {
                  value: "named",
                  label: "Named",
                  hint: "From this moment they can see nothing of this case. What they had seen before is written in the timeline",
                },
                { value: "witness", label: "Witness" },
              ]}
              hint="Anybody who declared a conflict with this person is kept out too, you as well"
              label="Their part"
              name="part"
            />
            <SubmitButton>Add person</SubmitButton>
          </ActionForm>
        </Card>
      ) : null}
      {tied.length > 0 ? (
        <TieCard caseId={caseId} people={read.people} tied={tied} version={read.found.version} />
      ) : null}
    </CaseFrame>
  );
}
