import Link from "next/link";
import { FirstSteps } from "@/components/policies/first-steps";
import { WaitingPolicies } from "@/components/policies/waiting-policies";
import { MyRegister } from "@/components/registers/my-register";
import { Button, ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Empty, Page, Paging } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { waitingPolicies } from "@/lib/policies/list-acceptances";
import { readHelp } from "@/lib/policies/read-help";
import { readHome } from "@/lib/registers/read-home";
import { startDraftAction } from "@/lib/reports/actions";
import { progressWords } from "@/lib/reports/labels";
import { myDrafts, myReports } from "@/lib/reports/queries";
import { schoolDetails } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `My reports - ${name}` };
}

function Start({ label }: { label: string }) {
  return (
    <form action={startDraftAction}>
      <input name="key" type="hidden" value={crypto.randomUUID()} />
      <Button>{label}</Button>
    </form>
  );
}

export default async function Home({
  searchParams,
}: {
  searchParams: Promise<{ page?: string; done?: string }>;
}) {
  const query = await searchParams;
  const page = Math.max(1, Number(query.page) || 1);
  const { drafts, reports, register, waiting, help, phone } = await runAs(async (tx, actor) => ({
    drafts: await myDrafts(tx, actor),
    reports: await myReports(tx, actor, page),
    register: await readHome(tx, actor),
    help: await readHelp(tx, actor),
    phone: (await schoolDetails(tx, actor)).safeguardingPhone,
    waiting: await waitingPolicies(tx, actor),
  }));
  return (
    <Page
      actions={
        <div className="flex flex-wrap gap-3">
          <Start label="Report a concern" />
          <ButtonLink href="/registers/new" kind="secondary">
            Ask or declare something
          </ButtonLink>
        </div>
      }
      title="My reports"
    >
      {query.done === "discarded" ? <Banner tone="note">The draft was thrown away.</Banner> : null}
      <WaitingPolicies today={register.today} waiting={waiting} />
      {drafts.length > 0 ? (
        <Card title="Drafts, not sent yet">
          <ul className="divide-y divide-line">
            {drafts.map((draft) => (
              <li className="flex flex-wrap items-center justify-between gap-2 py-2" key={draft.id}>
                <Link
                  className="block min-h-11 py-2 text-accent underline underline-offset-2"
                  href={`/reports/drafts/${draft.id}/what-happened`}
                  prefetch={false}
                >
                  Continue the draft of <Moment at={draft.createdAt} />
                </Link>
                <span className="text-soft">
                  {draft.textOnly ? "In words only. " : ""}Saved <Moment at={draft.savedAt} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <Card title="Something happened online?">
        <FirstSteps help={help} phone={phone} />
      </Card>
      {reports.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">You have not reported anything yet</p>
          <p>
            When you do, it goes to the right person at school straight away. You will see here what
            became of it, and you can add to it at any time.
          </p>
        </Empty>
      ) : (
        <Card title="Sent">
          <ul className="divide-y divide-line">
            {reports.rows.map((report) => (
              <li
                className="grid gap-x-4 gap-y-1 py-2 sm:grid-cols-[9rem_11rem_1fr]"
                key={report.id}
              >
                <Link
                  className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-2"
                  href={`/reports/${report.id}`}
                  prefetch={false}
                >
                  {report.reference}
                </Link>
                <span className="self-center">
                  <Tag tone={report.state === "asked" ? "warn" : "calm"}>
                    {progressWords[report.state]?.tag}
                  </Tag>
                </span>
                <span className="self-center">
                  {progressWords[report.state]?.next}
                  <span className="block text-soft">
                    Sent <Moment at={report.sentAt} />. Last change <Moment at={report.changedAt} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
          <Paging href={(n) => `/?page=${n}`} more={reports.more} page={page} />
        </Card>
      )}
      <div className="mt-6">
        <MyRegister {...register} />
      </div>
    </Page>
  );
}
