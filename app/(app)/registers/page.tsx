import { EntryTable } from "@/components/registers/entry-table";
import { RegisterTabs } from "@/components/registers/register-tabs";
import { ButtonLink } from "@/components/ui/button";
import { Empty, Page, Paging } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { localDay } from "@/lib/dates";
import { countWaiting, myEntries, viewFrom } from "@/lib/registers/list-entries";
import { readKinds } from "@/lib/registers/read-kinds";

export const metadata = { title: "Your permissions and declarations - Daybook" };

export default async function Registers({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const { page } = viewFrom(await searchParams);
  const { list, kinds, ...tabs } = await runAs(async (tx, actor) => ({
    list: await myEntries(tx, actor, page),
    kinds: await readKinds(tx, actor),
    waiting: await countWaiting(tx, actor),
    reads: mayAct(actor, "read-registers"),
    sets: mayAct(actor, "set-registers"),
    today: localDay(actor.at),
  }));
  return (
    <Page
      actions={<ButtonLink href="/registers/new">Ask or declare something</ButtonLink>}
      title="Your permissions and declarations"
    >
      <RegisterTabs current="mine" {...tabs} />
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nothing is on file for you</p>
          <p>
            What you ask for and what you declare stays here, with its answer and its last day. You
            get a notice before something runs out.
          </p>
        </Empty>
      ) : (
        <EntryTable
          caption="Your permissions and declarations"
          labels={new Map(kinds.map((kind) => [kind.code, kind.label]))}
          own
          rows={list.rows}
          today={tabs.today}
        />
      )}
      <Paging href={(n) => `/registers?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
