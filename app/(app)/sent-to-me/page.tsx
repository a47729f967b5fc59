import Link from "next/link";
import { notFound } from "next/navigation";
import { Moment } from "@/components/ui/moment";
import { Empty, Page, Paging } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { triageWords } from "@/lib/cases/labels";
import { listSentToMe } from "@/lib/cases/list-sent-to-me";

export const metadata = { title: "Sent to me - Daybook" };

export default async function SentToMe({ searchParams }: { searchParams: Promise<{ page?: string }> }) {
  const page = Math.max(1, Number((await searchParams).page) || 1);
  const list = await runAs(async (tx, actor) => {
    if (!holds(actor, "line-manager")) notFound();
    return listSentToMe(tx, actor, page);
  });
  return (
    <Page narrow title="Sent to me">
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nobody has sent you a report</p>
          <p>When somebody chooses to tell you, their report appears here. Others handle it; you support them.</p>
        </Empty>
      ) : (
        <ul className="divide-y divide-line">
          {list.rows.map((row) => (
            <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3" key={row.id}>
              <Link className="font-semibold text-accent underline underline-offset-2" href={`/sent-to-me/${row.id}`} prefetch={false}>
                {row.reference}
              </Link>
              <Tag>{triageWords[row.state]}</Tag>
              <span className="text-soft">
                <Moment at={row.receivedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Paging href={(n) => `/sent-to-me?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
