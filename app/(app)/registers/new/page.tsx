import { Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { askWords } from "@/lib/registers/labels";
import { isFor, readKinds } from "@/lib/registers/read-kinds";

export const metadata = { title: "Ask or declare something - Daybook" };

export default async function AskOrDeclare() {
  const kinds = await runAs(async (tx, actor) =>
    (await readKinds(tx, actor)).filter((kind) => isFor(kind, actor)),
  );
  return (
    <Page
      back={{ href: "/registers", label: "Your permissions and declarations" }}
      narrow
      title="What is it about?"
    >
      {[...Map.groupBy(kinds, (kind) => askWords[kind.register])].map(([title, group]) => (
        <Card key={title} title={title}>
          <ul className="divide-y divide-line">
            {group.map((kind) => (
              <li className="py-1" key={kind.code}>
                <a
                  className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
                  href={`/registers/new/${kind.code}`}
                >
                  {kind.ask}
                </a>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </Page>
  );
}
