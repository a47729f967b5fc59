import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Banner } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { latestEvents } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { dueFor } from "@/lib/clocks/start-clock";
import { formatDateTime } from "@/lib/dates";
import { reportsEvidence } from "@/lib/evidence/queries";
import { namesOf } from "@/lib/people/queries";
import { referCaseAction } from "@/lib/referrals/actions";
import { chooseDecider } from "@/lib/referrals/choose-decider";
import { nobodyDecides } from "@/lib/referrals/labels";
import { roleWords } from "@/lib/reports/labels";
import { schoolCalendar } from "@/lib/schools/queries";

type Props = { params: Promise<{ caseId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "Refer for a decision");

export default async function Refer({ params }: Props) {
  const { caseId } = await params;
  const { read, last, items, decider, name, due } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "refer" });
    const ids = opened.reports.map((report) => report.id);
    const who = await chooseDecider(tx, actor, caseId);
    const names = await namesOf(tx, actor, [who?.personId ?? null]);
    return {
      read: opened,
      last: (await latestEvents(tx, actor, caseId, 1))[0],
      items: await reportsEvidence(tx, actor, ids),
      decider: who,
      name: names.get(who?.personId ?? ""),
      due: dueFor("decision", actor.at, await schoolCalendar(tx, actor)),
    };
  });
  const may = read.moves.some((move) => move.page === "refer");
  return (
    <CaseStep
      last={last ? { ...last, at: <Moment at={last.at} /> } : undefined}
      read={read}
      title="Refer for a decision"
    >
      {may ? null : (
        <Banner tone="note">
          This case cannot be referred now: it is closed, on hold, or a decision is already asked
          for.
        </Banner>
      )}
      {may && !decider ? <Banner tone="warn">{nobodyDecides}</Banner> : null}
      {may && decider ? (
        <ActionForm action={referCaseAction} formKey={crypto.randomUUID()}>
          <input name="caseId" type="hidden" value={caseId} />
          <input name="version" type="hidden" value={read.found.version} />
          <p>
            This goes to{" "}
            <strong>
              {name} ({roleWords[decider.role]})
            </strong>
            , who decides whether it is a disciplinary matter. They will be able to read the case.
          </p>
          <TextArea label="What do you ask them to decide?" name="asked" rows={4} />
          {items.length > 0 ? (
            <Choices
              choices={items.map((item) => ({
                value: item.id,
                label: item.caption || item.fileName,
                hint: `Received ${formatDateTime(item.receivedAt)}`,
              }))}
              defaultValue={items.map((item) => item.id)}
              label="Evidence that goes with it"
              many
              name="evidence"
            />
          ) : (
            <p className="text-soft">The case has no evidence to send with it.</p>
          )}
          <details>
            <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
              Due {formatDateTime(due)}, after 5 school days. Change the deadline
            </summary>
            <DateField label="Due on" name="due" />
          </details>
          <SubmitButton>Refer case</SubmitButton>
        </ActionForm>
      ) : null}
    </CaseStep>
  );
}
