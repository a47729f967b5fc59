import { EntryTable } from "@/components/registers/entry-table";
import { RegisterTabs } from "@/components/registers/register-tabs";
import { Empty, Page, Paging } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { localDay } from "@/lib/dates";
import { countWaiting, viewFrom, waitingEntries } from "@/lib/registers/list-entries";
import { readKinds } from "@/lib/registers/read-kinds";

export const metadata = { title: "Permissions and declarations to answer - Daybook" };

export default async function ToAnswer({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const { page } = viewFrom(await searchParams);
  const { list, kinds, ...tabs } = await runAs(async (tx, actor) => ({
    list: await waitingEntries(tx, actor, page),
    kinds: await readKinds(tx, actor),
    waiting: await countWaiting(tx, actor),
    reads: mayAct(actor, "read-registers"),
    sets: mayAct(actor, "set-registers"),
    today: localDay(actor.at),
  }));
  return (
    <Page title="To answer">
      <RegisterTabs current="answer" {...tabs} />
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nothing waits for your answer</p>
          <p>Your own are answered by somebody else.</p>
        </Empty>
      ) : (
        <EntryTable
          caption="What waits for your answer, the longest first"
          labels={new Map(kinds.map((kind) => [kind.code, kind.label]))}
          rows={list.rows}
          today={tabs.today}
        />
      )}
      <Paging href={(n) => `/registers/answer?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
