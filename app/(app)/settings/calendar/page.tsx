import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { endCalendarAction, makeCalendarAction } from "@/lib/clocks/actions";
import { myCalendar } from "@/lib/clocks/make-calendar";
import { env } from "@/lib/env";

export const metadata = { title: "Your deadlines in a calendar - Daybook" };

const done: Record<string, string> = {
  made: "Your address is ready. An earlier one has ended.",
  ended: "The address has ended. A calendar that still asks for it finds nothing.",
};

export default async function CalendarFeed({
  searchParams,
}: {
  searchParams: Promise<{ done?: string }>;
}) {
  const said = done[(await searchParams).done ?? ""];
  const feed = await runAs(myCalendar);
  return (
    <Page
      back={{ href: "/settings", label: "Your account" }}
      narrow
      title="Your deadlines in a calendar"
    >
      {said ? <Banner>{said}</Banner> : null}
      <Card>
        <p>
          Your calendar program can show the deadlines of what you own or are asked to decide. It
          shows a reference and a time, never a name or a kind of concern.
        </p>
        <p className="mt-3">
          Whoever has the address can read it. It ends when you end it here, when you make another,
          and when your account is suspended.
        </p>
      </Card>
      {feed ? (
        <Card title="Your address">
          <p>Add it in your calendar program as a calendar by address.</p>
          <p className="my-3 break-all rounded border border-line p-3 font-mono">
            {env().DAYBOOK_URL}/api/calendar/{feed.token}
          </p>
          <p className="text-soft">
            Made <Moment at={feed.createdAt} />.{" "}
            {feed.readAt ? (
              <>
                Last read <Moment at={feed.readAt} />.
              </>
            ) : (
              "Not read yet."
            )}
          </p>
          <div className="mt-4 flex flex-wrap gap-3">
            <ActionForm action={makeCalendarAction} className="" formKey={crypto.randomUUID()}>
              <SubmitButton kind="secondary">Make a new address</SubmitButton>
            </ActionForm>
            <ActionForm action={endCalendarAction} className="" formKey={crypto.randomUUID()}>
              <SubmitButton kind="warning">End this address</SubmitButton>
            </ActionForm>
          </div>
        </Card>
      ) : (
        <ActionForm action={makeCalendarAction} formKey={crypto.randomUUID()}>
          <SubmitButton>Make an address</SubmitButton>
        </ActionForm>
      )}
    </Page>
  );
}
