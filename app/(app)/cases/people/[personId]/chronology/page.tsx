import { PrintButton } from "@/components/policies/print-button";
import { Moment } from "@/components/ui/moment";
import { Banner, Empty, Page, Paging, pageOf, Timeline } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { guardWords } from "@/lib/cases/labels";
import { tellChronology } from "@/lib/connections/trace-person";
import { formatDateTime } from "@/lib/dates";

type Props = {
  params: Promise<{ personId: string }>;
  searchParams: Promise<{ page?: string }>;
};

export async function generateMetadata() {
  return { title: `Chronology - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function Chronology({ params, searchParams }: Props) {
  const { personId } = await params;
  const query = await searchParams;
  const page = pageOf(query.page);
  const { actor, person, guarded, events, more } = await runAs((tx, who) =>
    tellChronology(tx, who, { personId, page }),
  );
  const here = `/cases/people/${personId}`;
  return (
    <Page
      actions={<PrintButton />}
      back={{ href: here, label: person.name }}
      caption="Chronology"
      narrow
      title={person.name}
    >
      {guarded ? <Banner tone="warn">{guardWords}</Banner> : null}
      <p className="mb-6 text-soft">
        From the reports and cases that {actor.name} may see, {formatDateTime(actor.at)}.
      </p>
      {events.length === 0 ? (
        <Empty>There is nothing you may see.</Empty>
      ) : (
        <Timeline
          events={events.map((event) => ({
            id: `${event.kind}${event.id}`,
            title: event.title,
            words: event.words,
            by: event.by,
            at: (
              <>
                <Moment at={event.at} />,{" "}
                <a href={`/${event.kind === "case" ? "cases" : "queue"}/${event.matterId}`}>
                  {event.kind} {event.reference}
                </a>
              </>
            ),
          }))}
        />
      )}
      <Paging href={(to) => `${here}/chronology?page=${to}`} more={more} page={page} />
    </Page>
  );
}
