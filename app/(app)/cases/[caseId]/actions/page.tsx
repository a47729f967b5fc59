import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SubmitButton, TextField } from "@/components/forms/fields";
import { Card, Empty } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { addActionAction, finishActionAction } from "@/lib/cases/actions";
import { caseActionList } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { formatDay, localDay } from "@/lib/dates";
import { fairMeans } from "@/lib/evidence/labels";
import { namesOf } from "@/lib/people/queries";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Actions");

export default async function CaseActions({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { read, list, names } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "actions" });
    const actions = await caseActionList(tx, actor, caseId);
    const people = await namesOf(
      tx,
      actor,
      actions.map((action) => action.forId),
    );
    return { read: opened, list: actions, names: people };
  });
  const today = localDay(read.actor.at);
  return (
    <CaseFrame current="/actions" read={read} said={done}>
      {list.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nothing is to be done yet</p>
          <p>Write down each step with a date, so that nothing is forgotten.</p>
        </Empty>
      ) : (
        <ul className="space-y-3">
          {list.map((action) => (
            <li
              className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-card p-4"
              key={action.id}
            >
              <div className="min-w-0">
                <p className="break-words font-semibold">{action.words}</p>
                <p className="text-soft">
                  Due {formatDay(action.dueOn)}, {names.get(action.forId) ?? "somebody"}
                </p>
              </div>
              {action.doneAt ? (
                <Tag tone="good">Done {formatDay(localDay(action.doneAt))}</Tag>
              ) : (
                <div className="flex items-center gap-3">
                  {action.dueOn < today ? <Tag tone="danger">Overdue</Tag> : null}
                  <ActionForm
                    action={finishActionAction}
                    className=""
                    formKey={crypto.randomUUID()}
                  >
                    <input name="caseId" type="hidden" value={caseId} />
                    <input name="actionId" type="hidden" value={action.id} />
                    <SubmitButton kind="secondary">
                      Mark as done<span className="sr-only">: {action.words}</span>
                    </SubmitButton>
                  </ActionForm>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-6">
        <Card title="Add an action">
          <ActionForm action={addActionAction} formKey={crypto.randomUUID()}>
            <input name="caseId" type="hidden" value={caseId} />
            <p className="border-warn border-l-4 pl-3">{fairMeans}</p>
            <TextField label="What is to be done" name="words" />
            <DateField hint="For example, 4 12 2026" label="Due on" name="due" />
            <SubmitButton>Add action</SubmitButton>
          </ActionForm>
        </Card>
      </div>
    </CaseFrame>
  );
}
