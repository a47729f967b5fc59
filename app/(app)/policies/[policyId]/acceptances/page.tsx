import { PrintButton } from "@/components/policies/print-button";
import { Moment } from "@/components/ui/moment";
import { Card, Page, Paging } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { boundWords } from "@/lib/policies/labels";
import { listAcceptances } from "@/lib/policies/list-acceptances";
import { listVisits } from "@/lib/policies/sign-visit";

export const metadata = { title: "Who has accepted it - Policies - Daybook" };

/** As many visitors as fit; the file has all. */
const visitorsShown = 20;

export default async function Acceptances({
  params,
  searchParams,
}: {
  params: Promise<{ policyId: string }>;
  searchParams: Promise<{ page?: string }>;
}) {
  const { policyId } = await params;
  const page = Math.max(1, Number((await searchParams).page) || 1);
  const { title, number, people, groups, more, rate, visits } = await runAs(async (tx, actor) => {
    const found = await listAcceptances(tx, actor, policyId, page);
    return {
      ...found,
      visits:
        found.reach === "all" ? (await listVisits(tx, actor, policyId, visitorsShown)).rows : [],
    };
  });
  const sum = (of: (group: (typeof groups)[number]) => number) =>
    groups.reduce((total, group) => total + of(group), 0);
  const [bound, accepted] = [sum((group) => group.bound), sum((group) => group.accepted)];
  return (
    <Page
      actions={people === null ? null : <PrintButton />}
      back={{ href: `/policies/${policyId}`, label: title }}
      caption={`${title}, version ${number}`}
      narrow
      title="Who has accepted it"
    >
      {people === null ? (
        <Card>
          {rate === null
            ? "Too few people are bound by it to show a rate without showing people."
            : `${rate}% of the people it binds have accepted this version.`}
        </Card>
      ) : (
        <>
          <p className="mb-4">
            {accepted} of {bound} have accepted this version.{" "}
            <a className="no-print" href={`/policies/${policyId}/acceptances/export`}>
              Save as a file
            </a>
          </p>
          {groups.length > 1 ? (
            <table className="mb-6 w-full border-collapse text-left">
              <thead>
                <tr className="border-line border-b">
                  <th className="py-2 pr-4" scope="col">
                    Group
                  </th>
                  <th className="py-2 pr-4 text-right" scope="col">
                    Bound
                  </th>
                  <th className="py-2 pr-4 text-right" scope="col">
                    Accepted
                  </th>
                  <th className="py-2 text-right" scope="col">
                    Rate
                  </th>
                </tr>
              </thead>
              <tbody>
                {groups.map((group) => (
                  <tr className="border-line border-b" key={group.as}>
                    <th className="py-2 pr-4 font-normal" scope="row">
                      {boundWords[group.as] ?? group.as}
                    </th>
                    <td className="py-2 pr-4 text-right">{group.bound}</td>
                    <td className="py-2 pr-4 text-right">{group.accepted}</td>
                    <td className="py-2 text-right">
                      {Math.round((100 * group.accepted) / group.bound)}%
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
          <ul className="divide-y divide-line rounded-lg border border-line bg-card px-4 empty:hidden">
            {people.map((person) => (
              <li className="flex flex-wrap justify-between gap-x-4 py-2" key={person.id}>
                <span>
                  {person.name}
                  {person.jobTitle ? <span className="text-soft">, {person.jobTitle}</span> : null}
                </span>
                <span className={person.at ? "text-soft" : "font-semibold text-warn"}>
                  {person.at ? <Moment at={person.at} /> : person.before ? "Again" : "Not yet"}
                </span>
              </li>
            ))}
          </ul>
          <Paging href={(n) => `?page=${n}`} more={more} page={page} />
          {visits.length > 0 ? (
            <div className="mt-6">
              <Card title="Visitors who signed in">
                <ul className="divide-y divide-line">
                  {visits.map((visit) => (
                    <li className="flex flex-wrap justify-between gap-x-4 py-2" key={visit.id}>
                      <span>
                        {visit.name}
                        <span className="text-soft">, to see {visit.visiting}</span>
                      </span>
                      <span className="text-soft">
                        <Moment at={visit.at} />
                      </span>
                    </li>
                  ))}
                </ul>
                <p className="no-print mt-3">
                  <a href={`/policies/${policyId}/acceptances/export?of=visitors`}>
                    Save all visitors as a file
                  </a>
                </p>
              </Card>
            </div>
          ) : null}
        </>
      )}
    </Page>
  );
}
