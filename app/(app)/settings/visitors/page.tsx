import { DoorForm } from "@/components/forms/door-form";
import { PrintButton } from "@/components/policies/print-button";
import { Banner, Card, Page } from "@/components/ui/page";
import { Qr } from "@/components/ui/qr";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { notFound } from "@/lib/errors";
import { bindingVisitors } from "@/lib/policies/sign-visit";
import { schoolDoor } from "@/lib/schools/save-door";

export const metadata = { title: "Visitors - Daybook" };

const done: Record<string, string> = {
  opened: "Visitors can now sign in at this address.",
  closed: "The visitors' page is closed. Who signed in before is still on record.",
};

export default async function Visitors({
  searchParams,
}: {
  searchParams: Promise<{ done?: string }>;
}) {
  const query = await searchParams;
  const { door, school, binding, origin } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "open-door")) throw notFound();
    return { ...(await schoolDoor(tx, actor, "visit")), binding: await bindingVisitors(tx, actor) };
  });
  const address = `${origin}/visit/${door}`;
  return (
    <Page
      actions={door ? <PrintButton /> : null}
      back={{ href: "/settings", label: "Your account" }}
      narrow
      title="Visitors"
    >
      <div className="no-print">
        {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
        {binding === 0 ? (
          <Banner tone="note">
            No policy in force binds visitors yet. Tick visitors under Details of its next draft.
          </Banner>
        ) : null}
        <p className="mb-6">
          Visitors read the policies that bind them on their own phone or at the door, and sign,
          without an account.
        </p>
      </div>
      {door ? (
        <Card>
          <div className="flex flex-col items-center gap-4 text-center">
            <h2>Visitors to {school}: please sign in</h2>
            <p>Open the camera of your phone, point it here, and read what we ask of visitors.</p>
            <Qr text={address} />
            <p className="break-all font-semibold text-lg">{address}</p>
          </div>
        </Card>
      ) : null}
      <div className="no-print">
        <Card title={door ? "Change or close" : "Open"}>
          <DoorForm door={door} loses="the old address and its posters" which="visit" />
        </Card>
      </div>
    </Page>
  );
}
