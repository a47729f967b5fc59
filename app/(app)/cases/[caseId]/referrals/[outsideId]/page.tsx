import { caseTitle } from "@/components/cases/case-title";
import { FormFields } from "@/components/cases/form-fields";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { BodyContact } from "@/components/referrals/body-details";
import { awaited, OutsideTags } from "@/components/referrals/outside-card";
import { ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page, Summary, Timeline } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { moveOutsideAction } from "@/lib/referrals/actions";
import { basisWords, channelWords } from "@/lib/referrals/labels";
import { bodyOf } from "@/lib/referrals/list-bodies";
import { localContacts, outsideById } from "@/lib/referrals/list-outside";
import { outsideForm, outsideMoves, outsideMovesFor } from "@/lib/referrals/transitions";

type Props = {
  params: Promise<{ caseId: string; outsideId: string }>;
  searchParams: Promise<{ done?: string; do?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Referral outside");

const said = (done: string | undefined) =>
  done === "sent"
    ? "The referral is written down. You are reminded when it is time to ask again."
    : outsideMoves.find((move) => move.action === done)?.banner;
const labelOf = (action: string) =>
  outsideMoves.find((move) => move.action === action)?.label ?? "Sent";

export default async function OutsideReferral({ params, searchParams }: Props) {
  const at = await params;
  const query = await searchParams;
  const { read, row, local } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId: at.caseId, page: "referrals" }),
    row: await outsideById(tx, actor, at),
    local: await localContacts(tx, actor),
  }));
  const body = bodyOf(row.body);
  const moves = read.refers ? outsideMovesFor(row.state, row.takedown) : [];
  const chosen = moves.find((move) => move.action === query.do);
  const banner = said(query.done);
  return (
    <Page
      back={{ href: `/cases/${at.caseId}/referrals`, label: `Case ${read.found.reference}` }}
      narrow
      title={body.name}
    >
      {banner ? <Banner>{banner}</Banner> : null}
      <div className="mb-6">
        <OutsideTags row={row} />
      </div>
      {chosen ? (
        <Card title={chosen.label}>
          <ActionForm action={moveOutsideAction} formKey={crypto.randomUUID()}>
            <input name="caseId" type="hidden" value={at.caseId} />
            <input name="outsideId" type="hidden" value={row.id} />
            <input name="version" type="hidden" value={row.version} />
            <input name="action" type="hidden" value={chosen.action} />
            <FormFields fields={outsideForm(chosen, row.takedown).fields} />
            <SubmitButton>Save</SubmitButton>
          </ActionForm>
        </Card>
      ) : (
        <div className="no-print mb-6 flex flex-wrap gap-3">
          {moves.map((move) => (
            <ButtonLink
              href={`/cases/${at.caseId}/referrals/${row.id}?do=${move.action}`}
              key={move.action}
              kind={move.action === "reply" ? "primary" : "secondary"}
            >
              {move.label}
            </ButtonLink>
          ))}
        </div>
      )}
      <Card title="What was sent">
        <Summary
          rows={[
            {
              key: "Sent",
              value: (
                <>
                  {channelWords[row.channel]}, <Moment at={row.sentAt} />, by {row.by}
                  {row.toWhom ? `, to ${row.toWhom}` : ""}
                </>
              ),
            },
            { key: "In words", value: row.sent },
            ...(row.address ? [{ key: "Address", value: row.address }] : []),
            {
              key: "Rests on",
              value: `${basisWords[row.basis] ?? row.basis}${row.basisWords ? `\n${row.basisWords}` : ""}`,
            },
            { key: "Their reference", value: row.reference ?? "None yet" },
            ...(awaited(row.state)
              ? [{ key: "Ask again", value: <Moment at={row.chaseAt} /> }]
              : []),
            {
              key: "How to reach them",
              value: <BodyContact body={body} local={local.get(body.code)} />,
            },
          ]}
        />
      </Card>
      <h2 className="mb-3">What happened</h2>
      <Timeline
        events={row.steps.map((step) => ({
          id: step.id,
          title: labelOf(step.action),
          words: step.words,
          by: step.by,
          at: <Moment at={step.at} />,
        }))}
      />
    </Page>
  );
}
