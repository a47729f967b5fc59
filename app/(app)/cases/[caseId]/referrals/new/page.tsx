import Link from "next/link";
import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { BodyContact, WhatToSend } from "@/components/referrals/body-details";
import { Banner, Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { guardWords } from "@/lib/cases/labels";
import { readCase } from "@/lib/cases/read-case";
import { lengthWords, ruleFor } from "@/lib/clocks/labels";
import { localDay, localTime } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { referOutsideAction } from "@/lib/referrals/actions";
import { basisWords, channelWords } from "@/lib/referrals/labels";
import { type Body, bodies, bodiesFor } from "@/lib/referrals/list-bodies";
import { localContacts } from "@/lib/referrals/list-outside";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ body?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Refer outside");

const choices = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

function BodyList({ list, base }: { list: readonly Body[]; base: string }) {
  return (
    <ul className="divide-y divide-line">
      {list.map((body) => (
        <li className="py-2" key={body.code}>
          <Link
            className="inline-flex min-h-6 items-center font-semibold text-accent underline underline-offset-2"
            href={`${base}?body=${body.code}` as never}
            prefetch={false}
          >
            {body.name}
          </Link>
          <span className="block text-soft">{body.for}</span>
        </li>
      ))}
    </ul>
  );
}

export default async function ReferOutside({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { body: code } = await searchParams;
  const { read, local } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "referrals" });
    if (!opened.refers) throw notFound();
    return { read: opened, local: await localContacts(tx, actor) };
  });
  const { found, actor } = read;
  const body = bodies.find((one) => one.code === code);
  const base = `/cases/${caseId}/referrals/new`;
  if (!body) {
    const { first, others } = bodiesFor(found.track);
    return (
      <CaseStep last={undefined} read={read} title="Refer outside">
        <Card title="For a case of this kind">
          <BodyList base={base} list={first} />
        </Card>
        <details>
          <summary className="disclose">Other bodies</summary>
          <BodyList base={base} list={others} />
        </details>
      </CaseStep>
    );
  }
  const today = localDay(actor.at);
  const after = body.reply
    ? lengthWords(ruleFor(body.reply, read.school.readings))
    : `${body.days} school ${body.days === 1 ? "day" : "days"}`;
  return (
    <CaseStep last={undefined} read={read} title={`Refer to ${body.name}`}>
      {read.guarded ? <Banner tone="warn">{guardWords}</Banner> : null}
      <Card title="Before you send">
        <BodyContact body={body} local={local.get(body.code)} />
        <div className="mt-3">
          <WhatToSend body={body} />
        </div>
      </Card>
      <Card title="What you sent">
        <p className="mb-4 text-soft">
          Daybook sends nothing itself. Send or tell it, then write it down here.{" "}
          <Tag>Ask again after {after}</Tag>
        </p>
        <ActionForm
          action={referOutsideAction}
          formKey={crypto.randomUUID()}
          initial={{
            "sentOn-day": String(Number(today.slice(8))),
            "sentOn-month": String(Number(today.slice(5, 7))),
            "sentOn-year": today.slice(0, 4),
            time: localTime(actor.at),
          }}
        >
          <input name="caseId" type="hidden" value={caseId} />
          <input name="body" type="hidden" value={body.code} />
          <TextArea label="What was sent or said" name="sent" rows={4} />
          {body.takedown && !found.restricted && found.type !== "IIC" ? (
            <TextField
              hint="Copied as text. It is never opened from here"
              label="Address of the post or account (optional)"
              name="address"
              spellCheck={false}
            />
          ) : null}
          <Choices
            choices={choices(channelWords).filter(
              (choice) => choice.value !== "app" || body.takedown,
            )}
            inline
            label="How"
            name="channel"
          />
          <TextField label="To whom (optional)" name="toWhom" />
          <DateField label="Sent on" name="sentOn" />
          <TextField label="At" name="time" narrow type="time" />
          <Choices choices={choices(basisWords)} label="What it rests on" name="basis" />
          <TextArea
            hint="Needed without consent"
            label="Why, and whether they were told"
            name="basisWords"
            rows={2}
          />
          {body.late ? (
            <TextArea hint={body.late} label="Reasons for the delay" name="delay" rows={2} />
          ) : null}
          <TextField label="Their reference (optional)" name="reference" />
          <details>
            <summary className="disclose">Ask again on another day</summary>
            <DateField label="Ask again on" name="chase" />
          </details>
          <SubmitButton>Save referral</SubmitButton>
        </ActionForm>
      </Card>
    </CaseStep>
  );
}
