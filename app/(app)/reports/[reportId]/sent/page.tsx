import { ButtonLink } from "@/components/ui/button";
import { Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { formatDateTime } from "@/lib/dates";
import { myReport, readBy } from "@/lib/reports/queries";
import signposts from "@/lib/reports/signposts/england.json" with { type: "json" };

export const metadata = { title: "Report sent - Daybook" };

export default async function Sent({ params }: { params: Promise<{ reportId: string }> }) {
  const { reportId } = await params;
  const { report, due } = await runAs(async (tx, actor) => ({
    report: await myReport(tx, actor, reportId),
    due: await readBy(tx, reportId),
  }));
  const shown = signposts.signposts.filter((s) =>
    ["education-support", "posh", "nspcc", "union"].includes(s.code),
  );
  return (
    <Page narrow title="Report sent">
      <section className="mb-6 rounded-lg border-2 border-accent bg-tint p-6">
        <p>Your reference is</p>
        <p className="font-bold text-3xl">{report.reference}</p>
      </section>
      <Card title="What happens next">
        <div className="prose-block">
          <p>
            {due
              ? `Somebody will read this by ${formatDateTime(due)}.`
              : "Somebody will read this as soon as they can."}
          </p>
          <p>You can see progress and add evidence from your home page at any time.</p>
          <p>If things get worse, or somebody is in danger, call 999 and tell the DSL in person.</p>
        </div>
      </Card>
      <Card title="Support for you">
        <ul className="space-y-3">
          {shown.map((signpost) => (
            <li key={signpost.code}>
              <strong>{signpost.name}</strong>: {signpost.detail}
              <span className="block text-soft">
                {signpost.for}
                {signpost.mark === "U"
                  ? ". Check locally"
                  : `. Checked ${signposts.asOf}, check before you rely on it`}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={`/reports/${report.id}`} kind="secondary">
          Add more
        </ButtonLink>
        <ButtonLink href="/" kind="secondary">
          My reports
        </ButtonLink>
      </div>
    </Page>
  );
}
