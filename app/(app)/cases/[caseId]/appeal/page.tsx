import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { FormFields } from "@/components/cases/form-fields";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Banner } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { convenePanelAction } from "@/lib/cases/actions";
import { freePanel } from "@/lib/cases/bar-people";
import { limitAppeal } from "@/lib/cases/limit-appeal";
import { moveForms } from "@/lib/cases/move-forms";
import { latestEvents } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { formatDay } from "@/lib/dates";

type Props = { params: Promise<{ caseId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "Convene an appeal panel");

export default async function Appeal({ params }: Props) {
  const { caseId } = await params;
  const { read, last, free, window, may } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "appeal" });
    const offered = opened.moves.some((move) => move.page === "appeal");
    return {
      read: opened,
      may: offered,
      last: (await latestEvents(tx, actor, caseId, 1))[0],
      window: offered ? await limitAppeal(tx, actor, caseId) : null,
      free: offered ? await freePanel(tx, actor, opened.found) : [],
    };
  });
  return (
    <CaseStep
      last={last ? { ...last, at: <Moment at={last.at} /> } : undefined}
      read={read}
      title="Convene an appeal panel"
    >
      {may ? (
        <ActionForm action={convenePanelAction} formKey={crypto.randomUUID()}>
          <input name="caseId" type="hidden" value={caseId} />
          <input name="version" type="hidden" value={read.found.version} />
          <p>
            Only people who had nothing to do with the case are offered. Do not tell them anything
            of it beforehand.
          </p>
          {window ? (
            <p className="mt-3">
              It can be appealed until {formatDay(window.endsOn)}: {window.days} working days from
              the decision ({window.source}). A later one is heard only with a reason.
            </p>
          ) : null}
          <FormFields fields={moveForms.appeal.fields} people={free} />
          <SubmitButton>Convene panel</SubmitButton>
        </ActionForm>
      ) : (
        <Banner tone="note">An appeal is heard against a decision. This case has none now.</Banner>
      )}
    </CaseStep>
  );
}
