import Link from "next/link";
import { notFound } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Empty, Page } from "@/components/ui/page";
import { RiskTag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { statusWords } from "@/lib/cases/labels";
import { searchMatters } from "@/lib/cases/search-matters";

export const metadata = { title: "Search - Daybook" };

export default async function Search({ searchParams }: { searchParams: Promise<{ q?: string }> }) {
  const q = String((await searchParams).q ?? "").slice(0, 60);
  const found = await runAs(async (tx, actor) => {
    if (
      !holds(actor, "dsl", "deputy-dsl", "headteacher", "dpo", "chair", "vice-chair", "trust-lead")
    )
      notFound();
    return searchMatters(tx, actor, q);
  });
  return (
    <Page narrow title="Search">
      <form action="/search" className="mb-6 flex flex-wrap items-end gap-3">
        <div className="min-w-64 flex-1">
          <label className="block font-semibold" htmlFor="q">
            Reference or name of a person
          </label>
          <input className="field-box" defaultValue={q} id="q" name="q" type="search" />
        </div>
        <Button>Search</Button>
      </form>
      {q && found.length === 0 ? <Empty>Nothing found that you can see.</Empty> : null}
      <ul className="divide-y divide-line">
        {found.map((row) => (
          <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3" key={row.id}>
            <Link
              className="font-semibold text-accent underline underline-offset-2"
              href={row.kind === "report" ? `/queue/${row.id}` : `/cases/${row.id}`}
              prefetch={false}
            >
              {row.reference}
            </Link>
            <RiskTag severity={row.severity} />
            <span>
              {row.kind === "case" ? "Case" : "Report"}, {statusWords(row.state).toLowerCase()}
            </span>
            <span className="text-soft">
              <Moment at={row.at} />
            </span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
