import { CaseFrame } from "@/components/cases/case-frame";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea } from "@/components/forms/fields";
import { Button } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Card, Paging, Timeline } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { noteCaseAction } from "@/lib/cases/actions";
import { eventKinds } from "@/lib/cases/labels";
import { caseTimeline } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";

export const metadata = { title: "Timeline - Case - Daybook" };

export default async function CaseTimeline({
  params,
  searchParams,
}: {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ order?: string; kind?: string; page?: string; done?: string }>;
}) {
  const { caseId } = await params;
  const query = await searchParams;
  const view = {
    oldest: query.order === "oldest",
    kind: query.kind && query.kind in eventKinds ? query.kind : "",
    page: Math.max(1, Number(query.page) || 1),
  };
  const { actor, found, owner, events } = await runAs(async (tx, a) => ({
    actor: a,
    ...(await readCase(tx, a, { caseId, page: "timeline" })),
    events: await caseTimeline(tx, a, caseId, view),
  }));
  const here = `/cases/${caseId}/timeline`;
  return (
    <CaseFrame at={actor.at} current="/timeline" found={found} owner={owner} said={query.done}>
      <div className="no-print">
        <Card title="Add a note">
          <ActionForm action={noteCaseAction} className="space-y-4" formKey={crypto.randomUUID()}>
            <input name="caseId" type="hidden" value={caseId} />
            <TextArea label="Note" name="words" rows={3} />
            <SubmitButton>Save note</SubmitButton>
          </ActionForm>
        </Card>
        <form action={here} className="mb-6 flex flex-wrap items-end gap-3">
          <div>
            <label className="block" htmlFor="kind">
              Show
            </label>
            <select className="field-box" defaultValue={view.kind} id="kind" name="kind">
              <option value="">Everything</option>
              {Object.entries(eventKinds).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <div>
            <label className="block" htmlFor="order">
              Order
            </label>
            <select
              className="field-box"
              defaultValue={query.order ?? "newest"}
              id="order"
              name="order"
            >
              <option value="newest">Newest first</option>
              <option value="oldest">Oldest first</option>
            </select>
          </div>
          <Button kind="secondary">Show</Button>
        </form>
      </div>
      <Timeline
        events={events.rows.map((event) => ({
          id: event.id,
          title: event.title,
          words: event.words,
          by: event.by ?? "Somebody",
          at: <Moment at={event.at} />,
        }))}
      />
      <Paging
        href={(page) => `${here}?order=${query.order ?? ""}&kind=${view.kind}&page=${page}`}
        more={events.more}
        page={view.page}
      />
    </CaseFrame>
  );
}
