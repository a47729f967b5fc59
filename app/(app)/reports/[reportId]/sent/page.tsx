import { SignpostList, supportCodes } from "@/components/reports/signpost-list";
import { ButtonLink } from "@/components/ui/button";
import { Banner, Card, Page, Phone } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { describeClock } from "@/lib/clocks/describe-clock";
import { formatTime, localDay } from "@/lib/dates";
import { myReport, readBy } from "@/lib/reports/queries";
import { schoolDetails, schoolRoutes } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Report sent - Report a concern - ${name}` };
}

/** "by 3:30pm today", or the day with the time when it is another day. */
function readByWords(due: Date, at: Date): string {
  const { absolute } = describeClock(due, at);
  return localDay(due) === localDay(at) ? `${formatTime(due)} today` : absolute;
}

export default async function Sent({ params }: { params: Promise<{ reportId: string }> }) {
  const { reportId } = await params;
  const { report, due, school, external, at } = await runAs(async (tx, actor) => {
    const found = await myReport(tx, actor, reportId);
    const routes = await schoolRoutes(tx, actor);
    return {
      report: found,
      due: await readBy(tx, reportId),
      school: await schoolDetails(tx, actor),
      external: routes.find((route) => route.row === found.routeRow)?.external ?? [],
      at: actor.at,
    };
  });
  const outside = external.filter((code) => !supportCodes.includes(code));
  return (
    <Page caption="Report a concern" narrow title="Report sent">
      <section className="mb-6 rounded-lg border-2 border-accent bg-tint p-6">
        <p>Your reference is</p>
        <p className="font-bold text-3xl">{report.reference}</p>
      </section>
      {report.words ? <Banner tone="warn">{report.words}</Banner> : null}
      <Card title="What happens next">
        <div className="prose-block">
          {report.words ? null : (
            <p>
              {due
                ? `Somebody who handles concerns will read this by ${readByWords(due, at)}.`
                : "Somebody who handles concerns will read this as soon as they can."}
            </p>
          )}
          <p>You can see how far it is, and add words or evidence, from your home page.</p>
          <p>
            If somebody is in danger, call 999. If it gets worse, phone the designated safeguarding
            lead (DSL): <Phone number={school.safeguardingPhone} />. Out of school hours:{" "}
            {school.outOfHours}.
          </p>
        </div>
      </Card>
      {outside.length > 0 ? (
        <Card
          title={report.words ? "Who to call outside school" : "Outside school, if you need it"}
        >
          <SignpostList codes={outside} />
        </Card>
      ) : null}
      <Card title="Support for you">
        <SignpostList codes={supportCodes} />
      </Card>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={`/reports/${report.id}`} kind="secondary">
          Add more later
        </ButtonLink>
        <ButtonLink href="/" kind="secondary">
          My reports
        </ButtonLink>
      </div>
    </Page>
  );
}
