import { CaseFrame } from "@/components/cases/case-frame";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SubmitButton, TextField } from "@/components/forms/fields";
import { Card, Empty } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { addActionAction, finishActionAction } from "@/lib/cases/actions";
import { caseActionList } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { formatDay, localDay } from "@/lib/dates";
import { namesOf } from "@/lib/people/queries";

export const metadata = { title: "Actions - Case - Daybook" };

export default async function CaseActions({
  params,
  searchParams,
}: {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { actor, found, owner, list, names } = await runAs(async (tx, a) => {
    const read = await readCase(tx, a, { caseId, page: "actions" });
    const actions = await caseActionList(tx, a, caseId);
    return {
      actor: a,
      ...read,
      list: actions,
      names: await namesOf(
        tx,
        a,
        actions.map((x) => x.forId),
      ),
    };
  });
  return (
    <CaseFrame at={actor.at} current="/actions" found={found} owner={owner} said={done}>
      {list.length === 0 ? (
        <Empty>
          <p>Nothing is to be done yet.</p>
        </Empty>
      ) : (
        <ul className="mb-6 space-y-3">
          {list.map((action) => (
            <li
              className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-card p-4"
              key={action.id}
            >
              <div className="min-w-0">
                <p className="break-words font-semibold">{action.words}</p>
                <p className="text-soft">
                  Due {formatDay(action.dueOn)}, {names.get(action.forId)}
                </p>
              </div>
              {action.doneAt ? (
                <Tag tone="good">Done</Tag>
              ) : (
                <div className="flex items-center gap-3">
                  {action.dueOn < localDay(actor.at) ? <Tag tone="danger">Overdue</Tag> : null}
                  <ActionForm
                    action={finishActionAction}
                    className=""
                    formKey={crypto.randomUUID()}
                  >
                    <input name="caseId" type="hidden" value={caseId} />
                    <input name="actionId" type="hidden" value={action.id} />
                    <SubmitButton kind="secondary">Mark as done</SubmitButton>
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
            <TextField label="What is to be done" name="words" />
            <DateField label="Due on" name="due" />
            <SubmitButton>Add action</SubmitButton>
          </ActionForm>
        </Card>
      </div>
    </CaseFrame>
  );
}
