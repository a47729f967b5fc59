import Link from "next/link";
import { TrialForm } from "@/components/reports/trial-form";
import { TrialResult } from "@/components/reports/trial-result";
import { Banner, Card, Page } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { trialView, tryRoute } from "@/lib/reports/try-route";
import { routeWords } from "@/lib/schools/labels";
import { schoolRoutes, schoolTypes } from "@/lib/schools/queries";

export const metadata = { title: "Who would get this? - Daybook" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function WhoWouldGetThis({ searchParams }: Props) {
  const query = await searchParams;
  const trial = trialView.parse(query);
  const { tried, types, routes } = await runAs(async (tx, actor) => ({
    tried: await tryRoute(tx, actor, trial),
    types: await schoolTypes(tx, actor),
    routes: await schoolRoutes(tx, actor),
  }));
  return (
    <Page back={{ href: "/settings", label: "Your account" }} narrow title="Who would get this?">
      <p className="prose-block mb-6">
        Try a case and see who would get it and why. Nothing is sent, kept or told to anybody. It is
        answered as if you reported it; declared conflicts count when a report is sent, and are not
        shown here.
      </p>
      {query.try && tried ? <TrialResult tried={tried} /> : null}
      {query.try && !tried ? (
        <Banner tone="warn">The more exact kind belongs to another kind of concern.</Banner>
      ) : null}
      <Card title="A case to try">
        <TrialForm trial={trial} types={types} />
      </Card>
      <Card title="Every row of the table">
        <ol className="divide-y divide-line">
          {routes.map((route) => (
            <li className="flex flex-wrap items-center gap-x-3 py-2" key={route.row}>
              <Link
                className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
                href={`/routes/${route.row}`}
                prefetch={false}
              >
                {route.row}. {routeWords[route.about]}
              </Link>
              {route.added.length > 0 ? <Tag tone="note">Recipients added</Tag> : null}
              {route.mark === "U" ? <Tag tone="warn">Check locally</Tag> : null}
            </li>
          ))}
        </ol>
      </Card>
    </Page>
  );
}
