import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { Filter, FilterText } from "@/components/ui/filter";
import { Moment } from "@/components/ui/moment";
import { Empty, Page, Paging } from "@/components/ui/page";
import { Tag, type Tone } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { listAccounts } from "@/lib/people/list-accounts";
import { roleWords } from "@/lib/reports/labels";

export const metadata = { title: "People and access - Daybook" };

const states: Record<string, [string, Tone]> = {
  active: ["Active", "good"],
  invited: ["Invited", "note"],
  suspended: ["Suspended", "danger"],
};

export default async function People({
  searchParams,
}: {
  searchParams: Promise<{ q?: string; page?: string }>;
}) {
  const query = await searchParams;
  const view = {
    q: String(query.q ?? "").slice(0, 60),
    page: Math.max(1, Number(query.page) || 1),
  };
  const { list, edits } = await runAs(async (tx, actor) => ({
    list: await listAccounts(tx, actor, view),
    edits: mayAct(actor, "administer-people"),
  }));
  return (
    <Page
      actions={edits ? <ButtonLink href="/people/invite">Add a person</ButtonLink> : null}
      narrow
      title="People and access"
    >
      <Filter action="/people" button="Search">
        <FilterText label="Name" name="q" value={view.q} />
      </Filter>
      {list.rows.length === 0 ? <Empty>Nobody by this name.</Empty> : null}
      <ul className="divide-y divide-line">
        {list.rows.map((person) => (
          <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3" key={person.id}>
            <Link
              className="font-semibold text-accent underline underline-offset-2"
              href={`/people/${person.id}`}
              prefetch={false}
            >
              {person.name}
            </Link>
            <span className="text-soft">{person.jobTitle}</span>
            <span>{person.roles.map((role) => roleWords[role.role]).join(", ")}</span>
            {person.state ? (
              <Tag tone={states[person.state]?.[1] ?? "calm"}>{states[person.state]?.[0]}</Tag>
            ) : (
              <Tag>No account</Tag>
            )}
            {person.lastSignInAt ? (
              <span className="text-soft">
                Last signed in <Moment at={person.lastSignInAt} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <Paging
        href={(n) => `/people?q=${encodeURIComponent(view.q)}&page=${n}`}
        more={list.more}
        page={view.page}
      />
    </Page>
  );
}
