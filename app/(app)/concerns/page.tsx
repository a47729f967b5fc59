import Link from "next/link";
import { Card, Empty, Page } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { statusWords } from "@/lib/cases/labels";
import { listConcerns } from "@/lib/cases/list-concerns";
import { formatDate } from "@/lib/dates";

const link = "text-accent underline underline-offset-2";
const patternWords: Record<string, string> = {
  none: "Looked at: no pattern",
  low: "Looked at: a pattern, still low-level",
  threshold: "Looked at: may meet the harm threshold",
};

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Low-level concerns - ${name}` };
}

export default async function Concerns() {
  const concerns = await runAs((tx, actor) => listConcerns(tx, actor));
  return (
    <Page narrow title="Low-level concerns">
      <p className="mb-6 text-soft">
        Adults about whom there is a low-level concern, those with most first. More than one about
        the same person is read together, to see whether there is a pattern.
      </p>
      {concerns.length === 0 ? <Empty>There are no low-level concerns.</Empty> : null}
      {concerns.map((person) => (
        <Card key={person.personId} title={person.name}>
          {person.cases.length > 1 ? (
            <p className="mb-2">
              <Tag tone="warn">{person.cases.length} concerns</Tag>
            </p>
          ) : null}
          <ul className="divide-y divide-line">
            {person.cases.map((one) => (
              <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3" key={one.id}>
                <Link className={link} href={`/cases/${one.id}`} prefetch={false}>
                  {one.reference}
                </Link>
                <span>{formatDate(one.openedAt)}</span>
                <Tag>{statusWords(one.state)}</Tag>
                {one.pattern ? (
                  <span className="text-soft">{patternWords[one.pattern]}</span>
                ) : person.cases.length > 1 && one.state !== "closed" ? (
                  <Link
                    className={link}
                    href={`/cases/${one.id}/process/pattern?about=${person.personId}`}
                    prefetch={false}
                  >
                    Is there a pattern?<span className="sr-only"> {one.reference}</span>
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </Page>
  );
}
