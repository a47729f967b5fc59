import { Tabs } from "@/components/cases/matter-tabs";
import { awaited, OutsideTags } from "@/components/referrals/outside-card";
import { DataTable } from "@/components/table/data-table";
import { RowLink } from "@/components/table/row-link";
import { ButtonLink } from "@/components/ui/button";
import { Filter, FilterSelect } from "@/components/ui/filter";
import { Day, Moment } from "@/components/ui/moment";
import { Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { handlers } from "@/lib/cases/transitions";
import { describeClock } from "@/lib/clocks/describe-clock";
import { notFound } from "@/lib/errors";
import { type OutsideView, outsideAddress, showWords } from "@/lib/referrals/labels";
import { bodies, bodyCodes, bodyOf } from "@/lib/referrals/list-bodies";
import { listOutside } from "@/lib/referrals/list-outside";

type Props = { searchParams: Promise<{ show?: string; body?: string; page?: string }> };

export async function generateMetadata() {
  return { title: `Referrals - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function Referrals({ searchParams }: Props) {
  const query = await searchParams;
  const view: OutsideView = {
    show: query.show && query.show in showWords ? query.show : "open",
    body: query.body && bodyCodes.includes(query.body) ? query.body : "",
    page: pageOf(query.page),
  };
  const { actor, list } = await runAs(async (tx, a) => {
    if (!holds(a, ...handlers)) throw notFound();
    return { actor: a, list: await listOutside(tx, a, view) };
  });
  return (
    <Page
      actions={
        <div className="flex flex-wrap gap-3">
          {mayAct(actor, "read-breaches") ? (
            <ButtonLink href="/breaches" kind="secondary">
              Breach log
            </ButtonLink>
          ) : null}
          <ButtonLink href="/complaints" kind="secondary">
            Complaints
          </ButtonLink>
          {mayAct(actor, "read-transfers") ? (
            <ButtonLink href="/transfers" kind="secondary">
              File transfers
            </ButtonLink>
          ) : null}
        </div>
      }
      title="Referrals outside"
    >
      <Tabs
        items={Object.entries(showWords).map(([show, label]) => ({
          href: outsideAddress(view, { show }),
          label,
          current: show === view.show,
        }))}
        label="Referrals"
      />
      <Filter
        action="/referrals"
        clear={view.body ? outsideAddress(view, { body: "" }) : null}
        keep={view.show === "open" ? {} : { show: view.show }}
      >
        <FilterSelect
          choices={[["", "All bodies"], ...bodies.map(({ code, name }) => [code, name] as const)]}
          label="Body"
          name="body"
          value={view.body}
        />
      </Filter>
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nothing here</p>
          <p>Refer a case outside from its page Referrals. What waits for an answer stands here.</p>
        </Empty>
      ) : (
        <DataTable
          caption="Referrals to bodies outside"
          columns={[
            { id: "case", header: "Case" },
            { id: "body", header: "Body" },
            { id: "state", header: "State" },
            { id: "reference", header: "Their reference" },
            { id: "sent", header: "Sent" },
            { id: "chase", header: "Ask again" },
          ]}
          rows={list.rows.map((row) => {
            const clock = describeClock(row.chaseAt, actor.at);
            return {
              id: row.id,
              cells: {
                case: (
                  <RowLink href={`/cases/${row.caseId}/referrals/${row.id}`}>
                    {row.case}
                    <span className="sr-only">: {bodyOf(row.body).name}</span>
                  </RowLink>
                ),
                body: bodyOf(row.body).name,
                state: <OutsideTags row={row} />,
                reference: row.reference ?? "None yet",
                sent: <Day at={row.sentAt} />,
                chase: awaited(row.state) ? (
                  <>
                    <span className={clock.overdue ? "font-semibold text-danger" : ""}>
                      {clock.words}
                    </span>
                    <span className="block text-sm text-soft">
                      <Moment at={row.chaseAt} />
                    </span>
                  </>
                ) : (
                  "No"
                ),
              },
            };
          })}
        />
      )}
      <Paging href={(page) => pageAddress(view, page)} more={list.more} page={view.page} />
    </Page>
  );
}

const pageAddress = (view: OutsideView, page: number) => {
  const base = outsideAddress(view, {});
  return page === 1 ? base : `${base}${base.includes("?") ? "&" : "?"}page=${page}`;
};
