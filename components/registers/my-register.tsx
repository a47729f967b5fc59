import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { standingOf } from "@/lib/registers/describe-entry";
import type { ListedEntry } from "@/lib/registers/list-entries";
import type { Kind } from "@/lib/registers/types";

const link = "inline-flex min-h-11 items-center text-accent underline underline-offset-2";

/** On the home page: what is on file for oneself, what waits for one's answer, and the way to ask. */
export function MyRegister({
  rows,
  more,
  labels,
  missing,
  waiting,
  overdue,
  today,
}: {
  rows: readonly ListedEntry[];
  more: boolean;
  labels: Map<string, string>;
  missing: readonly Kind[];
  waiting: number;
  /** Filtering and monitoring were not reviewed in time. */
  overdue: boolean;
  today: string;
}) {
  return (
    <Card title="Your permissions and declarations">
      {waiting > 0 ? (
        <p>
          <a className={link} href="/registers/answer">
            {waiting === 1 ? "One waits" : `${waiting} wait`} for your answer
          </a>
        </p>
      ) : null}
      {overdue ? (
        <p>
          <a className={link} href="/registers/new/filtering-review">
            Filtering and monitoring have not been reviewed in the last 12 months
          </a>
        </p>
      ) : null}
      {missing.map((kind) => (
        <p key={kind.code}>
          <a className={link} href={`/registers/new/${kind.code}`}>
            Still to do: {kind.label.toLowerCase()}
          </a>
        </p>
      ))}
      {rows.length === 0 ? (
        <p className="mb-3 text-soft">
          Nothing is on file. Ask before you use your own phone or camera, the school&apos;s logo or
          social media for work, and tell us of ties to pupils and families.
        </p>
      ) : (
        <ul className="mb-3 divide-y divide-line">
          {rows.map((row) => {
            const standing = standingOf(row, today);
            return (
              <li className="flex flex-wrap items-center justify-between gap-x-4" key={row.id}>
                <a className={link} href={`/registers/${row.id}`}>
                  {labels.get(row.kind) ?? row.kind}
                  <span className="sr-only"> {row.reference}</span>
                </a>
                <Tag tone={standing.tone}>{standing.words}</Tag>
              </li>
            );
          })}
        </ul>
      )}
      {more ? (
        <a className={link} href="/registers">
          All of yours
        </a>
      ) : null}
    </Card>
  );
}
