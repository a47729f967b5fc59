import { PrintButton } from "@/components/policies/print-button";
import { EntryTable } from "@/components/registers/entry-table";
import { RegisterTabs } from "@/components/registers/register-tabs";
import { ButtonLink } from "@/components/ui/button";
import { Filter, FilterSelect, FilterText } from "@/components/ui/filter";
import { Banner, Card, Empty, Page, Paging } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { formatDay, localDay } from "@/lib/dates";
import { filterWords } from "@/lib/registers/labels";
import {
  countWaiting,
  listEntries,
  type RegisterView,
  viewFrom,
} from "@/lib/registers/list-entries";
import { filteringStanding, missingOfStaff } from "@/lib/registers/queries";
import { readKinds } from "@/lib/registers/read-kinds";

export const metadata = { title: "Whole register - Daybook" };

const addressOf = (base: string, view: RegisterView, page?: number) => {
  const query = new URLSearchParams();
  for (const name of ["kind", "state", "q"] as const) if (view[name]) query.set(name, view[name]);
  if (page && page > 1) query.set("page", String(page));
  return query.size > 0 ? `${base}?${query}` : base;
};

export default async function WholeRegister({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const view = viewFrom(await searchParams);
  const { list, kinds, missing, filtering, ...tabs } = await runAs(async (tx, actor) => ({
    list: await listEntries(tx, actor, view),
    kinds: await readKinds(tx, actor),
    missing: await missingOfStaff(tx, actor),
    filtering: await filteringStanding(tx, actor),
    waiting: await countWaiting(tx, actor),
    reads: true,
    sets: mayAct(actor, "set-registers"),
    today: localDay(actor.at),
  }));
  const narrowed = view.kind !== "" || view.state !== "" || view.q !== "";
  return (
    <Page
      actions={
        <div className="no-print flex flex-wrap gap-3">
          <PrintButton />
          <ButtonLink href={addressOf("/registers/export", view)} kind="secondary">
            Save as CSV
          </ButtonLink>
        </div>
      }
      title="Whole register"
    >
      <RegisterTabs current="all" {...tabs} />
      {filtering.standing === "in-time" ? null : (
        <Banner tone="warn">
          {filtering.until
            ? `The review of filtering and monitoring has been overdue since ${formatDay(filtering.until)}. `
            : "No review of filtering and monitoring is on file. "}
          The DfE&apos;s standards ask for one at least every 12 months.
          {tabs.sets ? (
            <>
              {" "}
              <a href="/registers/new/filtering-review">Record a review</a>
            </>
          ) : null}
        </Banner>
      )}
      <Filter action="/registers/all" clear={narrowed ? "/registers/all" : null}>
        <FilterText label="Person or reference" name="q" value={view.q} />
        <FilterSelect
          choices={[["", "Everything"], ...kinds.map(({ code, label }) => [code, label] as const)]}
          label="What"
          name="kind"
          value={view.kind}
        />
        <FilterSelect
          choices={[["", "Any"], ...Object.entries(filterWords)]}
          label="How it stands"
          name="state"
          value={view.state}
        />
      </Filter>
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">
            {narrowed ? "Nothing matches the filter" : "The register is empty"}
          </p>
        </Empty>
      ) : (
        <EntryTable
          caption="Permissions, declarations, accounts, consents and records"
          labels={new Map(kinds.map((kind) => [kind.code, kind.label]))}
          rows={list.rows}
          today={tabs.today}
        />
      )}
      <Paging
        href={(n) => addressOf("/registers/all", view, n)}
        more={list.more}
        page={view.page}
      />
      {narrowed
        ? null
        : missing.map(({ kind, names }) => (
            <div className="mt-8" key={kind.code}>
              <Card title={`Not on file yet: ${kind.label.toLowerCase()}`}>
                {names.length === 0 ? (
                  <p className="text-soft">Everybody has done it.</p>
                ) : (
                  <p>{names.join(", ")}</p>
                )}
              </Card>
            </div>
          ))}
    </Page>
  );
}
