import Link from "next/link";
import { notFound } from "next/navigation";
import { MatterLine } from "@/components/cases/matter-line";
import { Button } from "@/components/ui/button";
import { Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { typeWords } from "@/lib/cases/labels";
import { searchMatters, searchPeople } from "@/lib/cases/search-matters";
import { handlers } from "@/lib/cases/transitions";
import { kindWords } from "@/lib/reports/labels";
import { schoolTypes } from "@/lib/schools/queries";

type Props = {
  searchParams: Promise<{ q?: string | string[]; in?: string | string[]; page?: string }>;
};
const kinds = { people: "People", cases: "Cases", reports: "Reports" } as const;
type Kind = keyof typeof kinds;

export async function generateMetadata() {
  return { title: `Search - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function Search({ searchParams }: Props) {
  const query = await searchParams;
  const q = [query.q ?? ""].flat()[0]?.slice(0, 200) ?? "";
  const asked = [query.in ?? ""].flat()[0] ?? "";
  const page = pageOf(query.page);
  const within = (kind: Kind) => !(asked in kinds) || asked === kind;
  const { found, types } = await runAs(async (tx, actor) => {
    if (!holds(actor, ...handlers)) notFound();
    const none = { rows: [], more: false };
    return {
      found: {
        people: within("people") ? await searchPeople(tx, actor, q, page) : none,
        cases: within("cases") ? await searchMatters(tx, actor, q, "case", page) : none,
        reports: within("reports") ? await searchMatters(tx, actor, q, "report", page) : none,
      },
      types: await schoolTypes(tx, actor),
    };
  });
  const label = new Map(types.map((type) => [type.code, type.label]));
  const shown = (Object.keys(kinds) as Kind[]).filter((kind) => found[kind].rows.length > 0);
  const address = (kind: Kind, to: number) =>
    `/search?${new URLSearchParams({ q, in: kind, page: String(to) })}`;
  return (
    <Page narrow title="Search">
      <form action="/search" className="mb-6 flex flex-wrap items-end gap-3">
        <div className="min-w-56 flex-1">
          <label className="block font-semibold" htmlFor="q">
            What you are looking for
          </label>
          <p className="text-soft" id="q-hint">
            A reference, name, account or web address, or words of a report or on a picture
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
      {q.trim() !== "" && shown.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nothing found</p>
          <p>Check the spelling, or type fewer words.</p>
        </Empty>
      ) : null}
      {shown.map((kind) => (
        <section className="mb-8" key={kind}>
          <h2 className="mb-1">{kinds[kind]}</h2>
          <ul className="divide-y divide-line">
            {kind === "people"
              ? found.people.rows.map((person) => (
                  <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3" key={person.id}>
                    <strong>
                      <Link href={`/cases/people/${person.id}`} prefetch={false}>
                        {person.name}
                      </Link>
                    </strong>
                    <span className="text-soft">
                      {kindWords[person.kind] ?? person.kind}
                      {person.handle && person.handle !== person.name ? `, ${person.handle}` : ""}
                    </span>
                  </li>
                ))
              : found[kind].rows.map((row) => (
                  <MatterLine key={row.id} matter={{ ...row, type: typeWords(label, row.type) }} />
                ))}
          </ul>
          {page > 1 || found[kind].more ? (
            <Paging href={(to) => address(kind, to)} more={found[kind].more} page={page} />
          ) : null}
        </section>
      ))}
    </Page>
  );
}
