import Link from "next/link";
import { notFound } from "next/navigation";
import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { FormFields } from "@/components/cases/form-fields";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Banner } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { moveCaseAction } from "@/lib/cases/actions";
import { freeInvestigators } from "@/lib/cases/bar-people";
import { latestEvents } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { formOf, moves } from "@/lib/cases/transitions";

type Props = { params: Promise<{ caseId: string; action: string }> };

const hints: Record<string, string> = {
  close: "Its clocks stop and its reporters read that it is closed. It can always be reopened.",
  hold: "Nobody interviews, searches or investigates until the release is written down.",
  reopen: "The earlier close stays in the record, and its reporters read that it is in hand again.",
};

export const generateMetadata = (props: Props) => caseTitle(props, "Next step");

export default async function MoveCase({ params }: Props) {
  const { caseId, action } = await params;
  // The address names the step in the ledger: only a step of the table may be there.
  const known = moves.find((row) => row.action === action);
  if (!known) notFound();
  const { read, last, free } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId, page: `move-${action}` }),
    last: (await latestEvents(tx, actor, caseId, 1))[0],
    free: action === "investigate" ? await freeInvestigators(tx, actor, caseId) : [],
  }));
  const move = read.moves.find((row) => row.action === action && !row.page);
  const fields = move
    ? formOf(move).fields.filter((field) => field.only !== "undecided" || !read.found.outcome)
    : [];
  return (
    <CaseStep
      last={last ? { ...last, at: <Moment at={last.at} /> } : undefined}
      read={read}
      title={move?.label ?? known.label}
    >
      {move ? (
        <ActionForm action={moveCaseAction} formKey={crypto.randomUUID()}>
          <input name="caseId" type="hidden" value={caseId} />
          <input name="version" type="hidden" value={read.found.version} />
          <input name="action" type="hidden" value={action} />
          {hints[action] ? <p>{hints[action]}</p> : null}
          <FormFields fields={fields} people={free} />
          <SubmitButton kind={action === "close" ? "warning" : "primary"}>
            {move.label}
          </SubmitButton>
          {move.guards.length > 0 ? (
            <p className="text-soft">
              Wishes, support and findings are written under{" "}
              <Link
                className="text-accent underline underline-offset-2"
                href={`/cases/${caseId}/process`}
                prefetch={false}
              >
                Fair process
              </Link>
              .
            </p>
          ) : null}
        </ActionForm>
      ) : (
        <Banner tone="note">
          This is not a step the case can take now. It may have moved on since you opened it.
        </Banner>
      )}
    </CaseStep>
  );
}
