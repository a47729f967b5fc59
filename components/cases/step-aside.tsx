import Link from "next/link";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { stepAsideAction } from "@/lib/conflicts/actions";
import { asideWords } from "@/lib/conflicts/labels";
import type { listRecusals } from "@/lib/conflicts/step-aside";
import { choicesOf } from "@/lib/reports/labels";

type Props = { from: "case" | "report"; matterId: string; mine: boolean };

/** To stop handling a case, or a report that waits for triage, for good. */
export function StepAsideForm({ from, matterId, mine }: Props) {
  return (
    <>
      <p className="mb-6">
        {mine
          ? `The ${from} passes to the next person in line, who is told. `
          : `Whoever owns the ${from} is told. `}
        From that moment you see nothing of it, and nobody can let you back in. To be kept out of
        later reports too, declare the tie under{" "}
        <Link className="text-accent underline underline-offset-2" href="/registers/new">
          Your permissions and declarations
        </Link>
        .
      </p>
      <ActionForm action={stepAsideAction} formKey={crypto.randomUUID()}>
        <input name="from" type="hidden" value={from} />
        <input name="matterId" type="hidden" value={matterId} />
        <Choices
          choices={choicesOf(asideWords)}
          label="Why should you not handle it?"
          name="kind"
        />
        <TextArea
          hint={`Only whoever owns the ${from} reads this`}
          label="What should they know?"
          name="reason"
          rows={3}
        />
        <SubmitButton>Step aside</SubmitButton>
      </ActionForm>
    </>
  );
}

export function RecusalCard({
  all,
  from,
}: Pick<Props, "from"> & { all: Awaited<ReturnType<typeof listRecusals>> }) {
  if (all.length === 0) return null;
  return (
    <Card title="Who stepped aside">
      <p className="mb-3 text-soft">Only you read this, as the owner of the {from}.</p>
      <ul className="space-y-3">
        {all.map((one) => (
          <li key={one.id}>
            <p className="font-semibold">
              {one.name}, <Moment at={one.at} />
            </p>
            <p>{asideWords[one.kind as keyof typeof asideWords]}</p>
            <p className="whitespace-pre-wrap break-words">{one.words}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
