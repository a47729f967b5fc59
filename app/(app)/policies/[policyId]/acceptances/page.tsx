import { Moment } from "@/components/ui/moment";
import { Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { listAcceptances } from "@/lib/policies/list-acceptances";

export const metadata = { title: "Who has accepted it - Policies - Daybook" };

export default async function Acceptances({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const { title, number, people, rate } = await runAs((tx, actor) =>
    listAcceptances(tx, actor, policyId),
  );
  const done = people?.filter((person) => person.at).length ?? 0;
  return (
    <Page
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
          <p className="mb-6">
            {done} of {people.length} have accepted this version.
          </p>
          <ul className="divide-y divide-line rounded-lg border border-line bg-card px-4">
            {people.map((person) => (
              <li className="flex flex-wrap justify-between gap-x-4 py-2" key={person.id}>
                <span>
                  {person.name}
                  {person.jobTitle ? <span className="text-soft">, {person.jobTitle}</span> : null}
                </span>
                <span className={person.at ? "text-soft" : "font-semibold text-warn"}>
                  {person.at ? <Moment at={person.at} /> : "Not yet"}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}
