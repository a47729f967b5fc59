import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea } from "@/components/forms/fields";
import { Filter, FilterLink, FilterSelect } from "@/components/ui/filter";
import { Moment } from "@/components/ui/moment";
import { Card, Empty, Paging, pageOf, Timeline } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { noteCaseAction } from "@/lib/cases/actions";
import { eventKinds } from "@/lib/cases/labels";
import { caseTimeline } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{
    order?: string;
    kind?: string;
    page?: string;
    all?: string;
    done?: string;
  }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Timeline");

export default async function CaseTimeline({ params, searchParams }: Props) {
  const { caseId } = await params;
  const query = await searchParams;
  const view = {
    oldest: query.order === "oldest",
    kind: query.kind && query.kind in eventKinds ? query.kind : "",
    page: pageOf(query.page),
    all: query.all === "1",
  };
  const { read, events } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId, page: "timeline" }),
    events: await caseTimeline(tx, actor, caseId, view),
  }));
  const here = `/cases/${caseId}/timeline`;
  const order = view.oldest ? "oldest" : "newest";
  return (
    <CaseFrame current="/timeline" read={read} said={query.done}>
      <div className="no-print">
        <Card title="Add a note">
          <ActionForm action={noteCaseAction} className="space-y-4" formKey={crypto.randomUUID()}>
            <input name="caseId" type="hidden" value={caseId} />
            <TextArea hint="It stays as you write it" label="Note" name="words" rows={3} />
            <SubmitButton>Save note</SubmitButton>
          </ActionForm>
        </Card>
        <Filter
          action={here}
          after={
            <FilterLink href={`${here}?order=oldest&all=1`}>On one page, for printing</FilterLink>
          }
          button="Show"
        >
          <FilterSelect
            choices={[["", "Everything"], ...Object.entries(eventKinds)]}
            label="Show"
            name="kind"
            value={view.kind}
          />
          <FilterSelect
            choices={[
              ["newest", "Newest first"],
              ["oldest", "Oldest first"],
            ]}
            label="Order"
            name="order"
            value={order}
          />
        </Filter>
      </div>
      {events.rows.length === 0 ? (
        <Empty>Nothing of this kind has happened.</Empty>
      ) : (
        <Timeline
          events={events.rows.map((event) => ({
            id: event.id,
            title: event.title,
            words: event.words,
            by: event.by ?? "Somebody",
            at: <Moment at={event.at} />,
          }))}
        />
      )}
      <Paging
        href={(page) => `${here}?order=${order}&kind=${view.kind}&page=${page}`}
        more={events.more}
        page={view.page}
      />
    </CaseFrame>
  );
}
