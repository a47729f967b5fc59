import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { PersonPicker } from "@/components/reports/person-picker";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { formatDay } from "@/lib/dates";
import {
  finishTaskAction,
  logAdviceAction,
  moveEntryAction,
  passAccountAction,
  renewEntryAction,
  takeAccountAction,
} from "@/lib/registers/actions";
import { followedWords } from "@/lib/registers/labels";
import type { EntryMove } from "@/lib/registers/transitions";

function MoveForm({ entryId, move }: { entryId: string; move: EntryMove }) {
  return (
    <ActionForm action={moveEntryAction} className="space-y-4" formKey={crypto.randomUUID()}>
      <input name="entryId" type="hidden" value={entryId} />
      <input name="action" type="hidden" value={move.action} />
      {move.words ? <TextArea label={move.words} name={`words-${move.action}`} rows={2} /> : null}
      <SubmitButton kind={move.look}>{move.label}</SubmitButton>
    </ActionForm>
  );
}

/** What may be done next: the main step open, the others folded away. */
export function MoveForms({
  entryId,
  moves,
  renewable,
}: {
  entryId: string;
  moves: readonly EntryMove[];
  renewable: boolean;
}) {
  const main = moves.filter((move) => move.look === "primary");
  const rest = moves.filter((move) => move.look !== "primary");
  if (moves.length === 0 && !renewable) return null;
  return (
    <Card title="What next">
      <div className="space-y-4">
        {renewable ? (
          <ActionForm action={renewEntryAction} className="" formKey={crypto.randomUUID()}>
            <input name="entryId" type="hidden" value={entryId} />
            <SubmitButton kind="secondary">Ask for it again</SubmitButton>
          </ActionForm>
        ) : null}
        {main.map((move) => (
          <MoveForm entryId={entryId} key={move.action} move={move} />
        ))}
        {rest.map((move) => (
          <details key={move.action}>
            <summary className="disclose">{move.label}</summary>
            <MoveForm entryId={entryId} move={move} />
          </details>
        ))}
      </div>
    </Card>
  );
}

/** To name who owns an official account next. */
export function PassForm({ entryId }: { entryId: string }) {
  return (
    <Card title="Pass it to a new owner">
      <p className="mb-4 text-soft">It stays as it is until they take it over.</p>
      <ActionForm action={passAccountAction} formKey={crypto.randomUUID()}>
        <input name="entryId" type="hidden" value={entryId} />
        <PersonPicker idName="heirId" label="Who owns it next?" name="heir" />
        <DateField hint="For example, 4 12 2026" label="From which day?" name="from" />
        <SubmitButton kind="secondary">Name the new owner</SubmitButton>
      </ActionForm>
    </Card>
  );
}

/** For whoever was named. `from`: the day from which they can; null: now. */
export function TakeForm({ entryId, from }: { entryId: string; from: string | null }) {
  return (
    <Card title="You are to own this account">
      {from ? (
        <p>You can take it over from {formatDay(from)} on.</p>
      ) : (
        <ActionForm action={takeAccountAction} formKey={crypto.randomUUID()}>
          <input name="entryId" type="hidden" value={entryId} />
          <p>From then on you answer for what is posted there, and for its review.</p>
          <SubmitButton>Take it over</SubmitButton>
        </ActionForm>
      )}
    </Card>
  );
}

/** Places where pictures can be, and what was found there. */
export function PlaceList({
  tasks,
  today,
}: {
  tasks: readonly {
    id: string;
    place: string;
    dueOn: string;
    doneAt: Date | null;
    found: string | null;
  }[];
  today: string;
}) {
  return (
    <Card title="Look for pictures here">
      <ul className="divide-y divide-line">
        {tasks.map((task) => (
          <li className="py-3" key={task.id}>
            <p className="flex flex-wrap items-center gap-3 font-semibold">
              {task.place}
              {task.doneAt ? <Tag tone="good">Looked through</Tag> : null}
              {!task.doneAt && task.dueOn < today ? <Tag tone="danger">Overdue</Tag> : null}
            </p>
            {task.doneAt ? (
              <p>{task.found}</p>
            ) : (
              <details>
                <summary className="disclose">
                  Tick off by {formatDay(task.dueOn)}
                  <span className="sr-only">: {task.place}</span>
                </summary>
                <ActionForm
                  action={finishTaskAction}
                  className="space-y-4"
                  formKey={crypto.randomUUID()}
                >
                  <input name="taskId" type="hidden" value={task.id} />
                  <TextArea
                    label="What did you find, and what became of it?"
                    name={`found-${task.id}`}
                    rows={2}
                  />
                  <SubmitButton>Tick off</SubmitButton>
                </ActionForm>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Advice on a judgement outside the policy, kept for whoever answers it. */
export function AdviceForm({ entryId }: { entryId: string }) {
  return (
    <Card title="Advice you took">
      <p className="mb-4 text-soft">Whoever made the judgement does not see this.</p>
      <ActionForm action={logAdviceAction} formKey={crypto.randomUUID()}>
        <input name="entryId" type="hidden" value={entryId} />
        <TextField label="Which body or department?" name="body" />
        <TextField label="Who?" name="person" />
        <TextArea label="What did they advise?" name="advice" rows={3} />
        <Choices
          choices={Object.entries(followedWords).map(([value, label]) => ({ value, label }))}
          inline
          label="Was it followed?"
          name="followed"
        />
        <SubmitButton kind="secondary">Keep the advice</SubmitButton>
      </ActionForm>
    </Card>
  );
}
