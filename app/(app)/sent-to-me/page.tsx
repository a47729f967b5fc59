import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { Empty, Page, Paging } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { listSentToMe } from "@/lib/cases/list-sent-to-me";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Sent to me - ${name}` };
}

export default async function SentToMe({
  searchParams,
}: {
  searchParams: Promise<{ page?: string }>;
}) {
  const page = Math.max(1, Number((await searchParams).page) || 1);
  const list = await runAs((tx, actor) => listSentToMe(tx, actor, page));
  return (
    <Page narrow title="Sent to me">
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nobody has sent you a report</p>
          <p>
            When somebody chooses to tell you, their report appears here. Others handle it; you
            support the person.
          </p>
        </Empty>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-card px-4">
          {list.rows.map((row) => (
            <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2" key={row.id}>
              <Link
                className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-2"
                href={`/sent-to-me/${row.id}`}
                prefetch={false}
              >
                {row.reference}
              </Link>
              <Tag tone={row.acknowledgedAt ? "calm" : "warn"}>
                {row.acknowledgedAt ? "Acknowledged" : "New"}
              </Tag>
              <span className="text-soft">
                Sent <Moment at={row.receivedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Paging href={(n) => `/sent-to-me?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
