import Link from "next/link";
import { FormFields } from "@/components/cases/form-fields";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page, Summary } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { trackRules } from "@/lib/cases/case-forms";
import { statusWords } from "@/lib/cases/labels";
import { describeClock } from "@/lib/clocks/describe-clock";
import { formatDay } from "@/lib/dates";
import { moveTransferAction } from "@/lib/referrals/actions";
import { transferById } from "@/lib/referrals/list-transfers";
import {
  timings,
  transferChannels,
  transferMoves,
  transferWords,
} from "@/lib/referrals/transfer-forms";
import { schoolCalendar } from "@/lib/schools/queries";

type Props = {
  params: Promise<{ transferId: string }>;
  searchParams: Promise<{ done?: string }>;
};
const link = "text-accent underline underline-offset-2";
const said: Record<string, string> = {
  started: "The transfer is begun, and its time runs. Give the pack of each case next.",
  ...Object.fromEntries(transferMoves.map((move) => [move.action, move.banner])),
};

/** No name in a title: it stays in the browser's history. */
export async function generateMetadata() {
  return { title: `File transfer - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function TransferPage({ params, searchParams }: Props) {
  const { transferId } = await params;
  const { done } = await searchParams;
  const { row, actor, school, moves } = await runAs(async (tx, a) => ({
    row: await transferById(tx, a, transferId),
    actor: a,
    school: await schoolCalendar(tx, a),
    moves: mayAct(a, "transfer-files"),
  }));
  const live = row.state === "preparing" || row.state === "sent";
  const clock = describeClock(row.dueAt, actor.at, school);
  const next = transferMoves.filter((move) => moves && move.from.includes(row.state));
  const form = (move: (typeof transferMoves)[number]) => (
    <ActionForm action={moveTransferAction} formKey={crypto.randomUUID()}>
      <input name="transferId" type="hidden" value={row.id} />
      <input name="version" type="hidden" value={row.version} />
      <input name="action" type="hidden" value={move.action} />
      <FormFields fields={move.form.fields} />
      <SubmitButton>{move.label}</SubmitButton>
    </ActionForm>
  );
  const [main, ...rest] = next;
  return (
    <Page
      back={{ href: "/transfers", label: "File transfers" }}
      caption="Child protection file"
      narrow
      title={row.pupil}
    >
      {done && said[done] ? <Banner>{said[done]}</Banner> : null}
      <Card title="Where it goes">
        <p className="mb-2">
          <Tag tone={row.state === "received" ? "good" : live ? "warn" : "calm"}>
            {transferWords[row.state]}
          </Tag>
        </p>
        <Summary
          rows={[
            { key: "Next school", value: row.toSchool },
            { key: "Who gets it", value: `${row.contact}, who was rung to make sure` },
            {
              key: "Counted from",
              value: `${formatDay(row.countsFrom)}. ${timings[row.timing as keyof typeof timings]}`,
            },
            ...(live
              ? [
                  {
                    key: row.state === "sent" ? "Receipt due" : "To be sent by",
                    value: (
                      <span className={clock.overdue ? "font-semibold text-danger" : ""}>
                        {clock.words}, {clock.absolute}
                      </span>
                    ),
                  },
                ]
              : []),
            ...(row.sentAt
              ? [
                  {
                    key: "Sent",
                    value: (
                      <>
                        <Moment at={row.sentAt} />.{" "}
                        {transferChannels[row.channel as keyof typeof transferChannels]}, apart from
                        the main file. The passcode was told by telephone
                      </>
                    ),
                  },
                ]
              : []),
            ...(row.signedBy && row.signedOn
              ? [{ key: "Signed for", value: `${row.signedBy}, ${formatDay(row.signedOn)}` }]
              : []),
            ...(row.droppedWords ? [{ key: "Called off", value: row.droppedWords }] : []),
          ]}
        />
      </Card>
      <Card title="What goes">
        <p className="mb-2 text-soft">
          One encrypted pack of each case, put together on its page Disclosures. Its passcode is
          shown once, when it is given.
        </p>
        <ul className="divide-y divide-line">
          {row.cases.map((one) => (
            <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3" key={one.id}>
              <Link className={link} href={`/cases/${one.id}`} prefetch={false}>
                {one.reference}
              </Link>
              <Tag>{statusWords(one.state)}</Tag>
              {one.packId ? (
                <Link
                  className={link}
                  href={`/cases/${one.id}/disclosures/${one.packId}`}
                  prefetch={false}
                >
                  The pack was given<span className="sr-only">: {one.reference}</span>
                </Link>
              ) : row.state === "preparing" && moves ? (
                <Link
                  className={link}
                  href={`/cases/${one.id}/disclosures/new?transfer=${row.id}`}
                  prefetch={false}
                >
                  Put the pack together<span className="sr-only">: {one.reference}</span>
                </Link>
              ) : (
                <span className="text-soft">No pack yet</span>
              )}
            </li>
          ))}
        </ul>
      </Card>
      <Card title="What stays here">
        <ul className="list-disc space-y-1 pl-5">
          <li>
            The cases above, marked as transferred once they are closed and signed for.{" "}
            {trackRules.T2.kept}. Some authorities want no copy kept: check locally.
          </li>
          <li>The record of what was sent, when, to whom, and who signed for it.</li>
          <li>Anything about staff, complaints or data: it is no part of a child&apos;s file.</li>
          <li>Sealed evidence: it leaves only as the police direct.</li>
        </ul>
      </Card>
      {main ? <Card title={main.form.title}>{form(main)}</Card> : null}
      {rest.map((move) => (
        <details className="mb-4" key={move.action}>
          <summary className="disclose">{move.label}</summary>
          {form(move)}
        </details>
      ))}
    </Page>
  );
}
