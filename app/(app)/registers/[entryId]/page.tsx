import { notFound } from "next/navigation";
import { z } from "zod";
import {
  AdviceForm,
  MoveForms,
  PassForm,
  PlaceList,
  TakeForm,
} from "@/components/registers/entry-forms";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page, Summary, Timeline } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { formatDay } from "@/lib/dates";
import { standingOf } from "@/lib/registers/describe-entry";
import { doneWords, eventWords, followedWords } from "@/lib/registers/labels";
import { openEntry } from "@/lib/registers/queries";

export const metadata = { title: "An entry of the register - Daybook" };

export default async function RegisterEntry({
  params,
  searchParams,
}: {
  params: Promise<{ entryId: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const id = z.uuid().safeParse((await params).entryId);
  if (!id.success) notFound();
  const { done } = await searchParams;
  const read = await runAs((tx, actor) => openEntry(tx, actor, id.data));
  const { entry, kind } = read;
  const standing = standingOf(entry, read.today);
  const said =
    done === "entered" && read.deciderName === null ? doneWords.recorded : doneWords[done ?? ""];
  const person = kind.fields.find((field) => field.type === "person");
  const answers = kind.fields
    .filter((field) => field.type === "text" && entry.answers[field.name])
    .map((field) => ({ key: field.label, value: entry.answers[field.name] }));
  return (
    <Page
      back={
        read.holder
          ? { href: "/registers", label: "Your permissions and declarations" }
          : { href: "/registers/answer", label: "To answer" }
      }
      caption={entry.reference}
      narrow
      title={kind.label}
    >
      {said ? <Banner>{said}</Banner> : null}
      <p className="mb-6">
        <Tag tone={standing.tone}>{standing.words}</Tag>
      </p>
      <Card>
        <Summary
          rows={[
            { key: "Whose", value: read.holderName },
            ...(person && entry.aboutName ? [{ key: person.label, value: entry.aboutName }] : []),
            ...answers,
            ...(entry.answers.more
              ? [{ key: kind.question || "Also asked", value: entry.answers.more }]
              : []),
            { key: "From", value: formatDay(entry.startsOn) },
            ...(entry.endsOn ? [{ key: "Until", value: formatDay(entry.endsOn) }] : []),
            ...(read.deciderName ? [{ key: "Put to", value: read.deciderName }] : []),
            ...(read.heirName && entry.heirFrom
              ? [{ key: "Goes to", value: `${read.heirName}, from ${formatDay(entry.heirFrom)}` }]
              : []),
            { key: "Under", value: entry.clause ?? "National default" },
          ]}
        />
      </Card>
      {read.heir && entry.state === "approved" ? (
        <TakeForm
          entryId={entry.id}
          from={entry.heirFrom && entry.heirFrom > read.today ? entry.heirFrom : null}
        />
      ) : null}
      <MoveForms entryId={entry.id} moves={read.moves} renewable={read.renewable} />
      {read.passable ? <PassForm entryId={entry.id} /> : null}
      {read.tasks.length > 0 ? <PlaceList tasks={read.tasks} today={read.today} /> : null}
      {read.decider && entry.register === "deviation" ? <AdviceForm entryId={entry.id} /> : null}
      <Card title="What happened">
        <Timeline
          events={read.events.map((event) => ({
            id: event.id,
            title: eventWords[event.kind] ?? event.kind,
            words: event.advice
              ? `${event.advice.person}, ${event.advice.body}, ${formatDay(event.advice.on)}: ${event.words} (${followedWords[event.advice.followed as keyof typeof followedWords]})`
              : event.words,
            by: event.by,
            at: <Moment at={event.at} />,
          }))}
        />
      </Card>
    </Page>
  );
}
