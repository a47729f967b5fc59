import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { Banner, Card, Empty, Page, Summary } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { formatDay, localDay } from "@/lib/dates";
import { trustRates, waitingPolicies } from "@/lib/policies/list-acceptances";
import { listPolicies } from "@/lib/policies/queries";

export const metadata = { title: "Policies - Daybook" };

type Listed = Awaited<ReturnType<typeof listPolicies>>[number];

function Standing({ current, today }: { current: Listed["current"]; today: string }) {
  if (!current) return <>Not published yet</>;
  const { approvedBy, approvedOn, nextReviewOn } = current;
  return (
    <>
      Version {current.number}, approved by {approvedBy ?? "nobody named"}
      {approvedOn ? ` on ${formatDay(approvedOn)}` : ""}.{" "}
      {nextReviewOn ? `Next review ${formatDay(nextReviewOn)}.` : "No date for a review."}{" "}
      {nextReviewOn && nextReviewOn < today ? <Tag tone="warn">Review overdue</Tag> : null}
    </>
  );
}

export default async function Policies({
  searchParams,
}: {
  searchParams: Promise<{ done?: string }>;
}) {
  const { done } = await searchParams;
  const { policies, today, writes, waiting, rates } = await runAs(async (tx, actor) => ({
    policies: await listPolicies(tx, actor),
    today: localDay(actor.at),
    writes: mayAct(actor, "administer-policies"),
    waiting: await waitingPolicies(tx, actor),
    rates: await trustRates(tx, actor),
  }));
  return (
    <Page
      actions={writes ? <ButtonLink href="/policies/new">Add a policy</ButtonLink> : null}
      narrow
      title="Policies"
    >
      {done === "discarded" ? <Banner>The draft is gone.</Banner> : null}
      {policies.length === 0 ? <Empty>No policy was added yet.</Empty> : null}
      <ul className="space-y-3">
        {policies.map(({ policyId, current, draft }) => (
          <li className="rounded-lg border border-line bg-card p-4" key={policyId}>
            <Link
              className="font-semibold text-accent underline underline-offset-2"
              href={`/policies/${policyId}`}
              prefetch={false}
            >
              {current?.title ?? draft?.title}
            </Link>
            <p className="text-soft">
              <Standing current={current} today={today} />{" "}
              {waiting.has(policyId) ? <Tag tone="warn">Waits for you to accept it</Tag> : null}{" "}
              {draft ? <Tag tone="note">Draft of version {draft.number}</Tag> : null}
            </p>
          </li>
        ))}
      </ul>
      {rates.length > 0 ? (
        <div className="mt-6">
          <Card title="People who have accepted all that binds them, school by school">
            <Summary
              rows={rates.map(({ school, rate }) => ({
                key: school,
                value: rate === null ? "Too few people to show a rate" : `${rate}%`,
              }))}
            />
          </Card>
        </div>
      ) : null}
    </Page>
  );
}
