import Link from "next/link";
import { notFound } from "next/navigation";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { shownAs } from "@/components/evidence/evidence-viewer";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SelectField, SubmitButton, TextArea } from "@/components/forms/fields";
import { BoundPeople } from "@/components/policies/bound-people";
import { RulesHere } from "@/components/policies/rules-here";
import { ReportWords } from "@/components/reports/report-words";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { RiskTag, Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { caseForm } from "@/lib/cases/case-forms";
import { describeAnswers } from "@/lib/cases/form-parts";
import { readCase } from "@/lib/cases/read-case";
import { describeClock } from "@/lib/clocks/describe-clock";
import { askReason } from "@/lib/evidence/ask-reason";
import { reportsEvidence } from "@/lib/evidence/queries";
import { rulesFor } from "@/lib/policies/describe-rules";
import { boundOn } from "@/lib/policies/list-acceptances";
import { allowedOutcomes, clausesFor, definitionsFor } from "@/lib/policies/queries";
import { readRules, rulesHere } from "@/lib/policies/read-rules";
import { decideReferralAction } from "@/lib/referrals/actions";
import { dayOfCase } from "@/lib/referrals/decide-referral";
import { breachTypes, choicesFor, decidedWords, outcomeWords } from "@/lib/referrals/labels";
import { decisionOf, referralById } from "@/lib/referrals/queries";
import { reportById, reportPeople } from "@/lib/reports/queries";
import { schoolCalendar, schoolTypes } from "@/lib/schools/queries";

type Props = {
  params: Promise<{ referralId: string }>;
  searchParams: Promise<{ show?: string; reason?: string; page?: string }>;
};
const mostReports = 5;

export async function generateMetadata({ params }: Props) {
  const { referralId } = await params;
  return runAs(async (tx, actor) => {
    const { reference } = await referralById(tx, actor, referralId);
    return { title: `Decide ${reference} - My decisions - ${actor.schoolName}` };
  });
}

export default async function Decide({ params, searchParams }: Props) {
  const { referralId } = await params;
  const query = await searchParams;
  const {
    actor,
    referral,
    reports,
    items,
    asks,
    bound,
    choices,
    rules,
    definitions,
    wishes,
    clauses,
    decision,
    types,
    school,
  } = await runAs(async (tx, a) => {
    const found = await referralById(tx, a, referralId);
    if (found.toPersonId !== a.personId) notFound();
    const read = await readCase(tx, a, { caseId: found.caseId, page: "decision" });
    const ids = read.reports.map((report) => report.id);
    const full = [];
    for (const id of ids.slice(0, mostReports)) {
      full.push({
        report: await reportById(tx, a, id),
        people: await reportPeople(tx, a, id),
      });
    }
    const all = await reportsEvidence(tx, a, ids);
    return {
      actor: a,
      referral: found,
      reports: full,
      asks: await askReason(tx, a, ids),
      items: all.filter((item) => found.evidenceIds.includes(item.id)),
      clauses: await clausesFor(tx, a, found.type, await dayOfCase(tx, a, found.caseId)),
      bound: await boundOn(tx, a, found.caseId, await dayOfCase(tx, a, found.caseId)),
      wishes: read.records.every("wishes"),
      choices: choicesFor(read.found.track, await allowedOutcomes(tx, a)),
      definitions: await definitionsFor(tx, a, found.type),
      rules: rulesHere(
        await readRules(tx, a),
        [...new Set([...full.flatMap((item) => rulesFor(item.report)), "outcomes" as const])],
        outcomeWords,
      ),
      decision: await decisionOf(tx, a, referralId),
      types: await schoolTypes(tx, a),
      school: await schoolCalendar(tx, a),
    };
  });
  const clock = describeClock(referral.dueAt, actor.at, school);
  const open = referral.state === "open";
  return (
    <Page
      back={{ href: "/decisions", label: "My decisions" }}
      caption="Asked of you"
      narrow
      title={referral.reference}
    >
      <p className="mb-6 flex flex-wrap items-center gap-3">
        <RiskTag severity={referral.severity} />
        <Tag tone={open ? "warn" : "good"}>{open ? "Waiting for you" : "Decided"}</Tag>
        {open ? (
          <span className={clock.overdue ? "font-semibold text-danger" : "text-soft"}>
            {clock.words} ({clock.absolute})
          </span>
        ) : null}
      </p>
      <Card title="What is asked">
        <p className="whitespace-pre-wrap break-words">{referral.asked}</p>
        <p className="mt-2 text-soft">
          {referral.sentByName}, <Moment at={referral.sentAt} />
        </p>
        <p className="mt-2">
          <Link
            className="text-accent underline underline-offset-2"
            href={`/cases/${referral.caseId}`}
            prefetch={false}
          >
            Read the whole case
          </Link>
        </p>
      </Card>
      {reports.map(({ report, people }) => (
        <Card key={report.id} title={`Report ${report.reference}`}>
          <ReportWords
            people={people}
            report={report}
            typeLabel={types.find((type) => type.code === report.type)?.label ?? report.type}
          />
        </Card>
      ))}
      <h2 className="mb-3">Evidence chosen for this ({items.length})</h2>
      <ul className="mb-6 space-y-4">
        {items.map((item) => (
          <EvidenceCard
            item={item}
            key={item.id}
            showAt={`/decisions/${referralId}?show=${item.id}#${item.id}`}
            shown={shownAs(query, item, asks)}
          />
        ))}
      </ul>
      <BoundPeople bound={bound} />
      <RulesHere definitions={definitions} rules={rules} />
      {decision ? (
        <Card title={`Decided: ${decidedWords(decision.decision, decision.outcome)}`}>
          <p className="text-soft">
            <Moment at={decision.decidedAt} />, on {decision.evidence.length} items of evidence, by
            what is more likely than not
            {decision.clause ? `, under clause ${decision.clause}` : ""}
          </p>
          <p className="mt-2 whitespace-pre-wrap break-words">{decision.reason}</p>
          {decision.rejected ? (
            <p className="mt-2 whitespace-pre-wrap break-words">Not decided: {decision.rejected}</p>
          ) : null}
        </Card>
      ) : null}
      {!decision && !open ? (
        <Banner tone="note">This was withdrawn. No decision is asked of you any more.</Banner>
      ) : null}
      {open ? (
        <Card title="Your decision">
          <ActionForm
            action={decideReferralAction}
            className="group/decide space-y-6"
            formKey={crypto.randomUUID()}
          >
            <input name="referralId" type="hidden" value={referralId} />
            <input name="version" type="hidden" value={referral.version} />
            <Choices
              choices={choices.first}
              hint="By what is more likely than not"
              label="What do you decide?"
              more={{ summary: "Steps for other kinds of case", choices: choices.more }}
              name="decision"
            />
            {clauses.length > 0 ? (
              <SelectField
                choices={[
                  { value: "", label: "No clause" },
                  ...clauses.map((clause) => ({
                    value: clause.id,
                    label: `${clause.code}: ${clause.words.slice(0, 90)}`,
                  })),
                ]}
                hint={
                  breachTypes.includes(referral.type)
                    ? "Needed when you act on a breach"
                    : "If a rule was broken"
                }
                label="Clause of the school's policy"
                name="clauseId"
              />
            ) : null}
            <TextArea
              hint="What you rely on, what you weighed against it, and why. It cannot be changed later"
              label="Reasons"
              name="reason"
            />
            {wishes.length > 0 ? (
              <Choices
                choices={[
                  { value: "yes", label: "I have read what the person affected would like" },
                ]}
                hint={wishes.map((wish) => (
                  <p className="whitespace-pre-wrap break-words" key={wish.id}>
                    {describeAnswers(caseForm("wishes"), wish.answers)
                      .map((one) => `${one.label}: ${one.words}`)
                      .join(". ")}
                  </p>
                ))}
                label="Their wishes"
                many
                name="wishesSeen"
              />
            ) : null}
            <div className="hidden space-y-6 border-line border-l-4 pl-4 group-has-[[value^=formal]:checked]/decide:block">
              <p className="font-semibold">Needed before formal action</p>
              <TextArea
                label="What else could have been decided, and why not"
                name="rejected"
                rows={3}
              />
              <TextArea
                hint="Their record, their account, their health, what they did about it since"
                label="What speaks for the person"
                name="mitigation"
                rows={3}
              />
              <TextArea
                hint="Their right to speak freely outside school, and the protected characteristics of everybody concerned"
                label="Free expression and equality, weighed"
                name="balance"
                rows={3}
              />
            </div>
            <SubmitButton>Record decision</SubmitButton>
          </ActionForm>
        </Card>
      ) : null}
    </Page>
  );
}
