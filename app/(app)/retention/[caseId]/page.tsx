import Link from "next/link";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SubmitButton, TextArea } from "@/components/forms/fields";
import { DisposalCertificate } from "@/components/retention/disposal-certificate";
import {
  heldSentence,
  KeepForms,
  ProposalForms,
  sizeWords,
} from "@/components/retention/keep-forms";
import { Banner, Card, Page, Summary } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { formatDate, formatDay, localDay } from "@/lib/dates";
import { trackWords } from "@/lib/reports/labels";
import { enterDatesAction, releaseRecordAction } from "@/lib/retention/actions";
import { ruleOf } from "@/lib/retention/compute-review";
import { holdKinds, periodWords, whyWords } from "@/lib/retention/labels";
import { readReview } from "@/lib/retention/list-reviews";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string; person?: string; hold?: string }>;
};

const done: Record<string, string> = {
  held: "The record is kept. It comes up again on the day you set.",
  released: "The hold has ended.",
  proposed: "Its end is proposed. Somebody else must agree.",
  approved: "Two people agreed. The record is disposed of within a minute.",
  refused: "It was turned down. The record is kept.",
  dated: "The dates are saved. The review is worked out again within a minute.",
};
export const metadata = { title: "How long a record is kept - Daybook" };

const dayParts = (name: string, day: string | null) => {
  const [y = "", m = "", d = ""] = (day ?? "").split("-");
  return { [`${name}-day`]: d, [`${name}-month`]: m, [`${name}-year`]: y };
};

export default async function Record({ params, searchParams }: Props) {
  const { caseId } = await params;
  const query = await searchParams;
  const read = await runAs((tx, actor) => readReview(tx, actor, caseId));
  const back = { href: "/retention", label: "Records due for review" };
  if (!read.review)
    return (
      <Page
        back={{ href: "/retention?tab=ended", label: "Records disposed of" }}
        narrow
        title={`Certificate of disposal ${read.certificate.reference}`}
      >
        {query.done === "approved" ? (
          <Banner>Two people agreed. The record was disposed of.</Banner>
        ) : null}
        <DisposalCertificate found={read.certificate} />
      </Page>
    );
  const { review, holds, held, people } = read;
  const rule = ruleOf(review.rule);
  const due = review.dueOn !== null && review.dueOn <= localDay(read.actor.at);
  const ends = rule.preserve
    ? "A record kept by this rule is never disposed of."
    : held.length > 0
      ? "Nothing that is held is disposed of."
      : due || "It is not due yet.";
  const person = read.keeps ? people?.find((one) => one.personId === query.person) : undefined;
  const hold = read.keeps && holds.find((one) => one.id === query.hold && !one.releasedAt);
  const here = { href: `/retention/${caseId}`, label: review.reference };
  if (person)
    return (
      <Page back={here} narrow title={`Dates of ${person.name}`}>
        <ActionForm
          action={enterDatesAction}
          formKey={crypto.randomUUID()}
          initial={{ ...dayParts("born", person.bornOn), ...dayParts("left", person.leftOn) }}
        >
          <input name="caseId" type="hidden" value={caseId} />
          <input name="personId" type="hidden" value={person.personId} />
          <DateField label="Date of birth" name="born" />
          <DateField hint="Leave empty while they are here" label="Left on" name="left" />
          <SubmitButton>Save dates</SubmitButton>
        </ActionForm>
      </Page>
    );
  if (hold)
    return (
      <Page back={here} narrow title="End a hold">
        <p className="mb-6 whitespace-pre-wrap break-words">{hold.reason}</p>
        <ActionForm action={releaseRecordAction} formKey={crypto.randomUUID()}>
          <input name="caseId" type="hidden" value={caseId} />
          <input name="holdId" type="hidden" value={hold.id} />
          <TextArea label="Why it is no longer held" name="words" rows={3} />
          <SubmitButton>End hold</SubmitButton>
        </ActionForm>
      </Page>
    );
  return (
    <Page back={back} caption="How long it is kept" narrow title={review.reference}>
      {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
      {held.length > 0 ? <Banner tone="warn">{heldSentence(held)}</Banner> : null}
      <Card>
        <Summary
          rows={[
            {
              key: "Review",
              value: (
                <>
                  {review.dueOn ? formatDay(review.dueOn) : "Not yet"}{" "}
                  {due ? <Tag tone="note">Due</Tag> : null}
                </>
              ),
            },
            {
              key: "Why",
              value: whyWords(rule, review, review.fromOn && formatDay(review.fromOn)),
            },
            { key: "Rule", value: `${rule.record}: ${periodWords(rule, review.years)}` },
            {
              key: "Authority",
              value: `${rule.authority}${rule.mark === "U" ? "\nCheck locally" : ""}\nSource: ${rule.source}`,
            },
            { key: "Kind of case", value: trackWords[review.track] },
            {
              key: rule.from === "visit" ? "Visits before" : "Closed",
              value: formatDay(review.closedOn),
            },
            { key: "What it holds", value: sizeWords(read.size, rule) },
          ]}
        />
        {people ? (
          <p className="mt-3">
            <Link href={`/cases/${caseId}`} prefetch={false}>
              Read the case
            </Link>
          </p>
        ) : null}
      </Card>
      {read.certificate && read.agreesAs.length > 0 ? (
        <ProposalForms
          actor={read.actor}
          agreeable={read.agreeable}
          agreesAs={read.agreesAs}
          held={held}
          proposal={read.certificate}
        />
      ) : null}
      {!read.certificate && read.keeps ? (
        <KeepForms caseId={caseId} ends={ends} size={read.size} />
      ) : null}
      {holds.length > 0 ? (
        <Card title="Kept so far">
          <ul className="divide-y divide-line">
            {holds.map((hold) => (
              <li className="py-3" key={hold.id}>
                <p className="font-semibold">
                  {holdKinds[hold.kind as keyof typeof holdKinds]}, until {formatDay(hold.reviewOn)}
                </p>
                <p className="whitespace-pre-wrap break-words">{hold.reason}</p>
                <p className="text-soft">
                  {hold.by}, {formatDate(hold.placedAt)}
                  {hold.releasedAt
                    ? `. Ended ${formatDate(hold.releasedAt)}: ${hold.releasedWords}`
                    : ""}
                </p>
                {!hold.releasedAt && read.keeps ? (
                  <p>
                    <Link href={`/retention/${caseId}?hold=${hold.id}`} prefetch={false}>
                      End this hold
                      <span className="sr-only"> until {formatDay(hold.reviewOn)}</span>
                    </Link>
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {people && people.length > 0 && read.keeps ? (
        <Card title="Dates that count">
          <Summary
            rows={people.map((person) => ({
              key: person.name,
              value: `Born ${person.bornOn ? formatDay(person.bornOn) : "not known"}${
                person.leftOn ? `, left ${formatDay(person.leftOn)}` : ""
              }`,
              change: `/retention/${caseId}?person=${person.personId}`,
            }))}
          />
        </Card>
      ) : null}
    </Page>
  );
}
