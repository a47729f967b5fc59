import Link from "next/link";
import { Empty, Page } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { formatDay, localDay } from "@/lib/dates";
import { listPolicies } from "@/lib/policies/queries";

export const metadata = { title: "Policies - Daybook" };

export default async function Policies() {
  const { policies, today } = await runAs(async (tx, actor) => ({
    policies: await listPolicies(tx, actor),
    today: localDay(actor.at),
  }));
  return (
    <Page narrow title="Policies">
      {policies.length === 0 ? <Empty>No policy was added yet.</Empty> : null}
      <ul className="space-y-3">
        {policies.map((policy) => (
          <li className="rounded-lg border border-line bg-card p-4" key={policy.id}>
            <Link
              className="font-semibold text-accent underline underline-offset-2"
              href={`/policies/${policy.id}`}
              prefetch={false}
            >
              {policy.title}
            </Link>
            <p className="text-soft">
              Version {policy.number}, approved by {policy.approvedBy} on{" "}
              {formatDay(policy.approvedOn)}. Next review {formatDay(policy.nextReviewOn)}{" "}
              {policy.nextReviewOn < today ? <Tag tone="warn">Review overdue</Tag> : null}
            </p>
          </li>
        ))}
      </ul>
    </Page>
  );
}
