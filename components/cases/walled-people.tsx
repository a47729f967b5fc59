import { ActionForm } from "@/components/forms/action-form";
import { SelectField, SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { declareTieAction } from "@/lib/conflicts/actions";
import { asideKinds, pairWords, viewWords, wallWords } from "@/lib/conflicts/labels";
import type { Walled } from "@/lib/conflicts/list-walled";

/** Who may not know of a case, and what each had opened of it by then. */
export function WalledCard({ walled }: { walled: Walled[] }) {
  if (walled.length === 0) return null;
  return (
    <Card title="Kept out of this case">
      <p className="mb-3 text-soft">Only you read this, as the owner of the case.</p>
      <ul className="space-y-3">
        {walled.map((one) => (
          <li key={one.personId}>
            <p className="break-words font-semibold">{one.name}</p>
            <p>
              {wallWords[one.reason] ?? one.reason}, since <Moment at={one.since} />.
              {one.views.length === 0 ? " They had opened nothing of it." : ""}
            </p>
            {one.views.length > 0 ? (
              <details>
                <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
                  Before that they had opened it {one.views.length === 1 ? "once" : null}
                  {one.views.length > 1 ? `${one.views.length} times` : null}
                </summary>
                <ul className="list-disc pl-5">
                  {one.views.map((view) => (
                    <li key={`${view.at.toISOString()}${view.action}`}>
                      <Moment at={view.at} />: {viewWords[view.action] ?? view.action}
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Named = { personId: string; name: string };

/** The form by which somebody who turns out to be close to somebody in a case is kept out of it. */
export function TieCard({
  caseId,
  version,
  people,
  tied,
}: {
  caseId: string;
  version: number;
  people: Named[];
  tied: Named[];
}) {
  const choices = (all: Named[]) => [
    { value: "", label: "Select a person" },
    ...[...new Map(all.map((one) => [one.personId, one.name]))].map(([value, label]) => ({
      value,
      label,
    })),
  ];
  return (
    <Card title="Keep somebody out">
      <p className="mb-4">
        Somebody with a role at the school turns out to be close to somebody in this case. From that
        moment they see nothing of it, and what they had in it passes on.
      </p>
      <ActionForm action={declareTieAction} formKey={crypto.randomUUID()}>
        <input name="caseId" type="hidden" value={caseId} />
        <input name="version" type="hidden" value={version} />
        <SelectField choices={choices(tied)} label="Who should not handle it?" name="handlerId" />
        <SelectField choices={choices(people)} label="Who are they close to?" name="withPersonId" />
        <SelectField
          choices={[
            { value: "", label: "Select a tie" },
            ...asideKinds.map((kind) => ({ value: kind, label: pairWords[kind] })),
          ]}
          label="What is the tie?"
          name="kind"
        />
        <TextArea
          hint="It stands in the timeline, where whoever works this case reads it"
          label="How did it come to light?"
          name="reason"
          rows={3}
        />
        <SubmitButton>Keep out</SubmitButton>
      </ActionForm>
    </Card>
  );
}
