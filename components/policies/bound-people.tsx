import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { formatDay } from "@/lib/dates";
import type { BoundBy } from "@/lib/policies/list-acceptances";

function Standing({ row }: { row: BoundBy }) {
  if (row.acceptedAt === null)
    return (
      <>not accepted by then{row.dueOn ? `, to be accepted by ${formatDay(row.dueOn)}` : ""}</>
    );
  return (
    <>
      {row.visited ? "accepted by a visitor of that name " : "accepted "}
      <Moment at={row.acceptedAt} />
      {row.lapsed && row.dueOn ? `, to be accepted again by ${formatDay(row.dueOn)}` : ""}
    </>
  );
}

/** Beside a decision: what bound the people it is about on the day, and whether they had accepted it. */
export function BoundPeople({ bound }: { bound: readonly BoundBy[] }) {
  if (bound.length === 0) return null;
  return (
    <Card title="What bound the people named, that day">
      <ul className="space-y-2">
        {bound.map((row) => (
          <li key={`${row.person} ${row.policyId} ${row.number}`}>
            {row.person}:{" "}
            <Link
              className="text-accent underline underline-offset-2"
              href={`/policies/${row.policyId}?version=${row.number}`}
              prefetch={false}
            >
              {row.title}, version {row.number}
            </Link>
            {", "}
            <Standing row={row} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
