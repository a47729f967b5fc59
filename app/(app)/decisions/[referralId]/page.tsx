import { notFound } from "next/navigation";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SelectField, SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { reportsEvidence } from "@/lib/evidence/queries";
import { clausesFor } from "@/lib/policies/queries";
import { decideReferralAction } from "@/lib/referrals/actions";
import { type DecisionKind, decisionWords } from "@/lib/referrals/labels";
import outcomes from "@/lib/referrals/outcomes/england.json" with { type: "json" };
import { decisionOf, referralById } from "@/lib/referrals/queries";
import { reportById } from "@/lib/reports/queries";

export const metadata = { title: "Decide - My decisions - Daybook" };

export default async function Decide({
  params,
  searchParams,
}: {
  params: Promise<{ referralId: string }>;
  searchParams: Promise<{ show?: string }>;
}) {
  const { referralId } = await params;
  const { show } = await searchParams;
  const { referral, reports, items, clauses, decision } = await runAs(async (tx, actor) => {
    const found = await referralById(tx, actor, referralId);
    if (found.toPersonId !== actor.personId) notFound();
    const read = await readCase(tx, actor, { caseId: found.caseId, page: "decision" });
    const full = [];
    for (const { id } of read.reports.slice(0, 5)) full.push(await reportById(tx, actor, id));
    const all = await reportsEvidence(
      tx,
      actor,
      read.reports.map((report) => report.id),
    );
    return {
      referral: found,
      reports: full,
      items: all.filter((item) => found.evidenceIds.includes(item.id)),
      clauses: await clausesFor(tx, actor, found.type),
      decision: await decisionOf(tx, actor, referralId),
    };
  });
  return (
    <Page
      back={{ href: "/decisions", label: "My decisions" }}
      caption="Asked of you"
      narrow
      title={referral.reference}
    >
      <Card title="What is asked">
        <p className="whitespace-pre-wrap break-words">{referral.asked}</p>
        <p className="mt-2 text-soft">
          {referral.sentByName}, <Moment at={referral.sentAt} />. Due <Moment at={referral.dueAt} />
        </p>
        <p className="mt-2">
          <a href={`/cases/${referral.caseId}`}>Read the whole case</a>
        </p>
      </Card>
      {reports.map((report) => (
        <Card key={report.id} title={`Report ${report.reference}`}>
          <p className="whitespace-pre-wrap break-words">{report.account}</p>
        </Card>
      ))}
      <h2 className="mb-3">Evidence chosen for this ({items.length})</h2>
      <ul className="mb-6 space-y-4">
        {items.map((item) => (
          <EvidenceCard
            item={item}
            key={item.id}
            showAt={`/decisions/${referralId}?show=${item.id}#${item.id}`}
            shown={show === item.id}
          />
        ))}
      </ul>
      {decision ? (
        <Card title={`Decided: ${decisionWords[decision.decision as DecisionKind]}`}>
          <p className="text-soft">
            <Moment at={decision.decidedAt} />
          </p>
          <p className="whitespace-pre-wrap break-words">{decision.reason}</p>
        </Card>
      ) : (
        <Card title="Your decision">
          <ActionForm action={decideReferralAction} formKey={crypto.randomUUID()}>
            <input name="referralId" type="hidden" value={referralId} />
            <input name="version" type="hidden" value={referral.version} />
            <Choices
              choices={Object.entries(decisionWords).map(([value, label]) => ({ value, label }))}
              label="What do you decide?"
              name="decision"
            />
            <SelectField
              choices={[
                { value: "", label: "Not formal" },
                ...outcomes.ladder.map(({ code, label }) => ({ value: code, label })),
              ]}
              hint="Only for formal disciplinary action"
              label="Outcome"
              name="outcome"
            />
            <SelectField
              choices={[
                { value: "", label: "No clause" },
                ...clauses.map((clause) => ({
                  value: clause.id,
                  label: `${clause.code} ${clause.words.slice(0, 80)}`,
                })),
              ]}
              hint="If it breaks a policy, which clause"
              label="Clause of the policy"
              name="clauseId"
            />
            <TextArea
              hint="Say what you rely on, what you did not choose and why"
              label="Reasons"
              name="reason"
            />
            <SubmitButton>Record decision</SubmitButton>
          </ActionForm>
        </Card>
      )}
    </Page>
  );
}
