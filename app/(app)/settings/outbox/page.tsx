import { notFound } from "next/navigation";
import { Moment } from "@/components/ui/moment";
import { Banner, Empty, Page, Paging } from "@/components/ui/page";
import { Tag, type Tone } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { readingProblems } from "@/lib/evidence/queries";
import { outbox } from "@/lib/notifications/queries";

export const metadata = { title: "Outbox - Daybook" };

const states: Record<string, { words: string; tone: Tone }> = {
  waiting: { words: "Waiting", tone: "note" },
  sent: { words: "Sent", tone: "good" },
  failed: { words: "Not sent", tone: "danger" },
  held: { words: "Held back", tone: "calm" },
};

const failures: Record<string, string> = {
  "too-slow": "reading took over a minute",
  "too-much": "reading needed more memory than it may take",
};

export default async function Outbox({
  searchParams,
}: {
  searchParams: Promise<{ page?: string }>;
}) {
  const page = Math.max(1, Number((await searchParams).page) || 1);
  const { list, problems } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "read-outbox")) notFound();
    return { list: await outbox(tx, actor, page), problems: await readingProblems(tx) };
  });
  return (
    <Page narrow title="Outbox">
      <p className="mb-4 text-soft">
        What left by mail or waits to leave. A message says that something needs somebody, and never
        what.
      </p>
      {problems.map(({ problem, n, lastAt }) => (
        <Banner key={problem} tone="note">
          {n === 1 ? "One picture" : `${n} pictures`} could not be searched for text:{" "}
          {failures[problem] ?? "the reader failed"}. The last was on <Moment at={lastAt} />. The
          pictures themselves are kept and can be opened.
        </Banner>
      ))}
      {list.rows.length === 0 ? <Empty>No message was written yet.</Empty> : null}
      <ul className="space-y-3">
        {list.rows.map((mail) => (
          <li className="rounded-lg border border-line bg-card p-4" key={mail.id}>
            <p className="flex flex-wrap items-center gap-3">
              <Tag tone={states[mail.state]?.tone ?? "calm"}>{states[mail.state]?.words}</Tag>
              <strong>{mail.subject}</strong>
            </p>
            <p className="break-all text-soft">
              To {mail.toAddress}, <Moment at={mail.createdAt} />
            </p>
            <details>
              <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
                Show the message
              </summary>
              <pre className="whitespace-pre-wrap break-words font-sans">{mail.body}</pre>
            </details>
            {mail.lastError ? (
              <p className="text-danger">
                Try {mail.tries}: {mail.lastError}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      <Paging href={(n) => `/settings/outbox?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
