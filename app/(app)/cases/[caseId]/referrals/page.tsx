import { CaseFrame } from "@/components/cases/case-frame";
import { ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Card, Empty } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { aimOf } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { type DecisionKind, decisionWords } from "@/lib/referrals/labels";
import { caseReferrals } from "@/lib/referrals/queries";
import { roleWords } from "@/lib/reports/labels";

export const metadata = { title: "Referrals - Case - Daybook" };

export default async function CaseReferrals({
  params,
  searchParams,
}: {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { actor, found, owner, list } = await runAs(async (tx, a) => ({
    actor: a,
    ...(await readCase(tx, a, { caseId, page: "referrals" })),
    list: await caseReferrals(tx, a, caseId),
  }));
  const refers =
    mayAct(actor, "refer", aimOf(found)) &&
    !["closed", "decision", "external-hold"].includes(found.state);
  return (
    <CaseFrame at={actor.at} current="/referrals" found={found} owner={owner} said={done}>
      {list.length === 0 ? (
        <Empty>
          <p>The case was not referred to anybody yet.</p>
        </Empty>
      ) : null}
      {list.map((referral) => (
        <Card key={referral.id} title={`To the ${roleWords[referral.to] ?? referral.to}`}>
          <p className="mb-2">
            <Tag tone={referral.state === "open" ? "warn" : "good"}>
              {referral.decision
                ? decisionWords[referral.decision as DecisionKind]
                : "Waiting for a decision"}
            </Tag>
          </p>
          <p className="text-soft">
            Sent <Moment at={referral.sentAt} />, due <Moment at={referral.dueAt} />
          </p>
          <p className="mt-2 whitespace-pre-wrap break-words">{referral.asked}</p>
          {referral.reason && referral.decidedAt ? (
            <div className="mt-3 border-accent border-l-4 pl-4">
              <p className="text-soft">
                Decided by the {roleWords[referral.decidedAs ?? ""]},{" "}
                <Moment at={referral.decidedAt} />
              </p>
              <p className="whitespace-pre-wrap break-words">{referral.reason}</p>
            </div>
          ) : null}
        </Card>
      ))}
      {refers ? (
        <div className="mt-4">
          <ButtonLink href={`/cases/${caseId}/refer`}>Refer for a decision</ButtonLink>
        </div>
      ) : null}
    </CaseFrame>
  );
}
