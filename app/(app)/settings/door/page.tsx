import { DoorForm } from "@/components/forms/door-form";
import { PrintButton } from "@/components/policies/print-button";
import { Banner, Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { notFound } from "@/lib/errors";
import { schoolDoor } from "@/lib/schools/save-door";

export const metadata = { title: "Reports without signing in - Daybook" };

const done: Record<string, string> = {
  opened: "Anybody can now report at this address.",
  closed: "No new report can be sent without signing in. Codes that were given still open theirs.",
};

export default async function DoorPage({
  searchParams,
}: {
  searchParams: Promise<{ done?: string }>;
}) {
  const query = await searchParams;
  const { door, origin } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "open-door")) throw notFound();
    return schoolDoor(tx, actor, "tell");
  });
  return (
    <Page
      back={{ href: "/settings", label: "Your account" }}
      narrow
      title="Reports without signing in"
    >
      {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
      <p className="mb-4">
        Pupils, parents and anybody else can tell the school something at one address, with or
        without their name. They get a code of sixteen digits with which they see what came of it
        and answer questions. Their reports come to the same people as all others and are marked.
      </p>
      {door ? (
        <Card title="The address">
          <p className="break-all font-semibold text-lg">
            {origin}/tell/{door}
          </p>
          <p className="my-3">
            Print it, or put it on the school&apos;s website beside the phone number.
          </p>
          <PrintButton />
        </Card>
      ) : null}
      <Card title={door ? "Change or close" : "Open"}>
        <DoorForm door={door} loses="the old address" which="tell" />
      </Card>
    </Page>
  );
}
