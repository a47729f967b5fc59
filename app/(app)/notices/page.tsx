import Link from "next/link";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Empty, Page, Paging } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { markReadAction } from "@/lib/notifications/actions";
import { noticeWords } from "@/lib/notifications/labels";
import { myNotices } from "@/lib/notifications/queries";

export const metadata = { title: "Notices - Daybook" };

export default async function Notices({
  searchParams,
}: {
  searchParams: Promise<{ page?: string }>;
}) {
  const page = Math.max(1, Number((await searchParams).page) || 1);
  const list = await runAs((tx, actor) => myNotices(tx, actor, page));
  return (
    <Page
      actions={
        list.rows.some((row) => !row.readAt) ? (
          <ActionForm action={markReadAction} className="" formKey={crypto.randomUUID()}>
            <SubmitButton kind="secondary">Mark all as read</SubmitButton>
          </ActionForm>
        ) : null
      }
      narrow
      title="Notices"
    >
      {list.rows.length === 0 ? <Empty>Nothing needs you.</Empty> : null}
      <ul className="divide-y divide-line">
        {list.rows.map((row) => (
          <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3" key={row.id}>
            {row.readAt ? null : <Tag tone="note">New</Tag>}
            <Link
              className="text-accent underline underline-offset-2"
              href={row.path}
              prefetch={false}
            >
              {noticeWords[row.kind as keyof typeof noticeWords]} ({row.reference})
            </Link>
            <span className="text-soft">
              <Moment at={row.createdAt} />
            </span>
          </li>
        ))}
      </ul>
      <Paging href={(n) => `/notices?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
