import Link from "next/link";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { formatDay } from "@/lib/dates";
import type { waitingPolicies } from "@/lib/policies/list-acceptances";

/** On the home page: the policies one has still to read and accept, and until when. */
export function WaitingPolicies({
  waiting,
  today,
}: {
  waiting: Awaited<ReturnType<typeof waitingPolicies>>;
  today: string;
}) {
  if (waiting.size === 0) return null;
  return (
    <Card title="To read and accept">
      <ul className="divide-y divide-line">
        {[...waiting].map(([policyId, { title, dueOn }]) => (
          <li className="flex flex-wrap items-center justify-between gap-2 py-2" key={policyId}>
            <Link
              className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-2"
              href={`/policies/${policyId}`}
              prefetch={false}
            >
              {title}
            </Link>
            {dueOn < today ? (
              <Tag tone="warn">Was due {formatDay(dueOn)}</Tag>
            ) : (
              <span className="text-soft">by {formatDay(dueOn)}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
