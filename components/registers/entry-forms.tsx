import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { formatDay } from "@/lib/dates";
import {
  finishTaskAction,
  logAdviceAction,
  moveEntryAction,
  renewEntryAction,
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
