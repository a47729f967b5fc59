import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { progressWords } from "@/lib/reports/labels";

/** How far a report came, for whoever sent it. */
export function ReportProgress({
  report: { state, words, changedAt },
  copyAt,
}: {
  report: { state: string; words: string | null; changedAt: Date };
  /** Where their own copy is. */
  copyAt: string;
}) {
  const progress = progressWords[state];
  return (
    <Card>
      <p className="mb-2">
        <Tag tone={state === "asked" ? "warn" : "good"}>{progress?.tag}</Tag>
      </p>
      <p>{words ?? progress?.words}</p>
      <p className="text-soft">
        Last change <Moment at={changedAt} />
      </p>
      <p className="no-print mt-2">
        <a
          className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
          download
          href={copyAt}
        >
          Save or print your copy (PDF)
        </a>
        <span className="block text-soft">
          Whoever uses this device after you can open what is saved on it.
        </span>
      </p>
    </Card>
  );
}

/** What was said both ways since; nothing while nothing was. */
export function ReportThread({
  title,
  entries,
}: {
  title: string;
  entries: { id: string; from: string; at: Date; words: string }[];
}) {
  if (entries.length === 0) return null;
  return (
    <Card title={title}>
      <ol className="space-y-4">
        {entries.map((entry) => (
          <li className="border-line border-l-4 pl-4" key={entry.id}>
            <p className="text-soft">
              {entry.from}, <Moment at={entry.at} />
            </p>
            <p className="whitespace-pre-wrap break-words">{entry.words}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
