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
import { handlers } from "@/lib/cases/transitions";
import { schoolTypes } from "@/lib/schools/queries";

type Props = { searchParams: Promise<{ q?: string | string[] }> };

export async function generateMetadata() {
  return { title: `Search - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function Search({ searchParams }: Props) {
  const q = [(await searchParams).q ?? ""].flat()[0]?.slice(0, 60) ?? "";
  const { found, types } = await runAs(async (tx, actor) => {
    if (!holds(actor, ...handlers)) notFound();
    return { found: await searchMatters(tx, actor, q), types: await schoolTypes(tx, actor) };
  });
  const label = new Map(types.map((type) => [type.code, type.label]));
  return (
    <Page narrow title="Search">
      <form action="/search" className="mb-6 flex flex-wrap items-end gap-3">
        <div className="min-w-56 flex-1">
          <label className="block font-semibold" htmlFor="q">
            Reference or name of a person
          </label>
          <p className="text-soft" id="q-hint">
            At least two letters, or the beginning of a reference such as OS-26
          </p>
          <input
            aria-describedby="q-hint"
            className="field-box"
            defaultValue={q}
            id="q"
            name="q"
            type="search"
          />
        </div>
        <Button>Search</Button>
      </form>
      {q.trim() === "" ? null : (
        <p aria-live="polite" className="mb-3 text-soft">
          {found.rows.length === 1 ? "1 result" : `${found.rows.length} results`}, newest first
          {found.more ? ". There are more: type more to narrow it down" : ""}
        </p>
      )}
      {q.trim() !== "" && found.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nothing found</p>
          <p>Check the spelling, or search for a part of the name.</p>
        </Empty>
      ) : null}
      <ul className="divide-y divide-line">
        {found.rows.map((row) => (
          <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3" key={row.id}>
            <strong>
              <Link
                href={row.kind === "report" ? `/queue/${row.id}` : `/cases/${row.id}`}
                prefetch={false}
              >
                {row.reference}
              </Link>
            </strong>
            <RiskTag severity={row.severity} />
            <span>
              {row.kind === "case" ? "Case" : "Report"}, {label.get(row.type) ?? row.type}
            </span>
            <span className="text-soft">
              {statusWords(row.state)}, <Moment at={row.at} />
            </span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
