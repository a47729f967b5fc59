import Link from "next/link";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { ItemForm } from "@/components/requests/item-form";
import { Banner, Card, Empty, Page, Paging, pageOf, Summary } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { guardWords } from "@/lib/cases/labels";
import { describeClock } from "@/lib/clocks/describe-clock";
import { ruleFor } from "@/lib/clocks/labels";
import { formatDate, formatDateTime, formatDay } from "@/lib/dates";
import { endRequestAction, extendRequestAction, givePackAction } from "@/lib/requests/actions";
import { exemptionWords, othersWords } from "@/lib/requests/labels";
import { readRequest, redactionsOf } from "@/lib/requests/read-request";

type Props = {
  params: Promise<{ requestId: string }>;
  searchParams: Promise<{ done?: string; item?: string; do?: string; page?: string; at?: string }>;
};
export const metadata = { title: "A request for a copy - Daybook" };

const done: Record<string, string> = {
  opened: "The request is written down and its time runs.",
  extended: "It is due two months later. Tell the person before the first month is over, and why.",
  ended: "The request has ended.",
  decided: "That is saved.",
  given: "The answer is kept as it was given. Save it and hand it over: it was not sent.",
};
const size = 50;
const tags = {
  include: ["good", "Given"],
  redact: ["note", "Names taken out"],
  withhold: ["warn", "Withheld"],
} as const;

export default async function Request({ params, searchParams }: Props) {
  const { requestId } = await params;
  const query = await searchParams;
  const { read, thing, more } = await runAs(async (tx, actor) => {
    const opened = await readRequest(tx, actor, requestId);
    const chosen = opened.kept.find((one) => one.id === query.item && !opened.found.endedAt);
    return {
      read: opened,
      thing: chosen,
      more: chosen ? await redactionsOf(tx, actor, chosen, opened.found.personId) : null,
    };
  });
  const { found, kept, packs } = read;
  if (thing && more)
    return <ItemForm copies={more.copies} others={more.others} request={found} thing={thing} />;
  const clock = describeClock(found.dueAt, read.actor.at);
  const here = `/requests/${requestId}`;
  const name = found.name ?? "Somebody";
  const rule = ruleFor(found.extendedWhy ? "subject-access-extended" : "subject-access");
  const open = kept.filter((one) => !one.decided);
  const left = open.length;
  const last = kept.findIndex((one) => one.id === query.at);
  const page = last < 0 ? pageOf(query.page) : Math.floor(last / size) + 1;
  const back = { href: here, label: name };
  if (query.do === "extend" && !found.endedAt)
    return (
      <Page back={back} narrow title="Take two months more">
        <ActionForm action={extendRequestAction} formKey={crypto.randomUUID()}>
          <input name="requestId" type="hidden" value={requestId} />
          <TextArea
            hint="Only if it is complex, or they asked for several things. They must be told"
            label="Why it is complex"
            name="why"
            rows={3}
          />
          <SubmitButton>Extend</SubmitButton>
        </ActionForm>
      </Page>
    );
  if (query.do === "end" && !found.endedAt)
    return (
      <Page back={back} narrow title="End the request">
        <p className="mb-6">Everybody who answers requests must have looked first.</p>
        <ActionForm action={endRequestAction} formKey={crypto.randomUUID()}>
          <input name="requestId" type="hidden" value={requestId} />
          <TextArea
            hint="Answered, withdrawn, or refused and why; and who has looked"
            label="How it ended"
            name="ended"
            rows={3}
          />
          <SubmitButton>End request</SubmitButton>
        </ActionForm>
      </Page>
    );
  return (
    <Page
      back={{ href: "/requests", label: "Requests for a copy" }}
      caption="Asks for what is kept about them"
      narrow
      title={name}
    >
      {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
      <Banner tone="note">{othersWords}</Banner>
      {read.guarded ? <Banner tone="warn">{guardWords}</Banner> : null}
      <Card>
        <Summary
          rows={[
            { key: "Received", value: formatDay(found.receivedOn) },
            ...(found.endedAt
              ? [
                  {
                    key: "Ended",
                    value: `${formatDateTime(found.endedAt)}\n${found.endedWords ?? ""}`,
                  },
                ]
              : [
                  {
                    key: "Due",
                    value: `${formatDate(found.dueAt)}, ${clock.words}\n${rule.says}. ${rule.basis}`,
                    ...(found.extendedWhy ? {} : { change: `${here}?do=extend` }),
                  },
                ]),
            ...(found.extendedWhy ? [{ key: "Extended", value: found.extendedWhy }] : []),
            ...(found.askedBy ? [{ key: "Asked by", value: found.askedBy }] : []),
            { key: "Who they are", value: found.checked },
          ]}
        />
        {found.endedAt ? null : (
          <p className="mt-3">
            <Link href={`${here}?do=end`} prefetch={false}>
              End the request
            </Link>
          </p>
        )}
      </Card>
      <h2 className="mb-2">What you may see and give</h2>
      {kept.length === 0 ? <Empty>There is nothing that you may see and give.</Empty> : null}
      {kept.length > 0 ? (
        <p className="text-soft">
          {kept.length} in all, {left} still to be decided.
        </p>
      ) : null}
      <ul className="divide-y divide-line">
        {kept.slice((page - 1) * size, page * size).map((one) => {
          const tag = tags[one.decided?.choice as keyof typeof tags];
          return (
            <li
              className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3"
              id={`i${one.id}`}
              key={one.id}
            >
              {found.endedAt ? (
                <span className="font-semibold">{one.label}</span>
              ) : (
                <Link
                  className="font-semibold text-accent underline underline-offset-2"
                  href={`${here}?item=${one.id}`}
                  prefetch={false}
                >
                  {one.label}
                  <span className="sr-only">
                    {" "}
                    {one.reference}, {formatDateTime(one.at)}
                  </span>
                </Link>
              )}
              <span>
                {one.title || `${one.words.slice(0, 60)}${one.words.length > 60 ? " ..." : ""}`}
              </span>
              <span className="text-soft">
                {one.reference}, {formatDate(one.at)}
              </span>
              {tag ? <Tag tone={tag[0]}>{tag[1]}</Tag> : <Tag>To decide</Tag>}
            </li>
          );
        })}
      </ul>
      <div className="mb-8">
        <Paging href={(n) => `${here}?page=${n}`} more={kept.length > page * size} page={page} />
      </div>
      {found.endedAt ? null : (
        <Card title="Give it">
          {open[0] ? (
            <p>
              Decide about everything first: {left} still to be decided.{" "}
              <Link href={`${here}?item=${open[0].id}`} prefetch={false}>
                Go to the next
              </Link>
            </p>
          ) : (
            <ActionForm action={givePackAction} formKey={crypto.randomUUID()}>
              <input name="requestId" type="hidden" value={requestId} />
              <TextField label="Who gets it" name="givenTo" />
              <TextField
                hint="In person, by recorded post, or encrypted and the passcode by another way"
                label="How it reaches them"
                name="how"
              />
              <Choices
                choices={[{ value: "yes", label: "I read what goes, and nobody else is told of" }]}
                label="What goes"
                many
                name="sure"
              />
              <SubmitButton>Make the answer</SubmitButton>
            </ActionForm>
          )}
        </Card>
      )}
      {packs.length > 0 ? (
        <Card title="Given so far">
          <ul className="divide-y divide-line">
            {packs.map((pack) => (
              <li className="py-3" key={pack.id}>
                <p className="font-semibold">
                  To {pack.givenTo}, {formatDateTime(pack.givenAt)}, by {pack.by}
                </p>
                <p>
                  {pack.how}. Given {pack.log.given}, with names taken out {pack.log.redacted}
                  {Object.entries(pack.log.withheld)
                    .map(([code, n]) => `, withheld ${n}: ${exemptionWords(code)}`)
                    .join("")}
                  .
                </p>
                <p className="break-all text-soft">SHA-256 {pack.sha256}</p>
                <a
                  className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
                  href={`/api/packs/${pack.id}`}
                >
                  Save as ZIP
                  <span className="sr-only"> of {formatDateTime(pack.givenAt)}</span>
                </a>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </Page>
  );
}
