import Link from "next/link";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Button, ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page, Summary } from "@/components/ui/page";
import { changePasswordAction, signOutEverywhereAction } from "@/lib/access/actions";
import { deviceWords } from "@/lib/access/labels";
import { type Action, mayAct } from "@/lib/access/permissions";
import { myFactor, mySessions } from "@/lib/access/queries";
import { runAs } from "@/lib/access/run-as";

export const metadata = { title: "Your account - Daybook" };

/** What is looked after for the whole school, by who may. */
const offices: readonly (readonly [Action, string, string])[] = [
  ["try-routes", "/routes", "Who would get this?"],
  ["set-contacts", "/settings/contacts", "Bodies outside and their contacts"],
  ["set-letters", "/settings/letters", "Letters about decisions"],
  ["open-door", "/settings/door", "Reports without signing in"],
  ["open-door", "/settings/visitors", "Visitors"],
  ["agree-disposals", "/retention", "Records due for review"],
  ["answer-requests", "/requests", "Requests for a copy"],
  ["read-evidence-checks", "/settings/evidence", "Evidence store"],
  ["read-ledger", "/settings/ledger", "The ledger and its keys"],
  ["read-outbox", "/settings/outbox", "Outbox"],
];

export default async function Settings({
  searchParams,
}: {
  searchParams: Promise<{ saved?: string }>;
}) {
  const { saved } = await searchParams;
  const { actor, factor, sessions } = await runAs(async (tx, a) => ({
    actor: a,
    factor: await myFactor(tx),
    sessions: await mySessions(tx, a),
  }));
  const office = offices.filter(([action]) => mayAct(actor, action));
  return (
    <Page narrow title="Your account">
      {saved === "password" ? (
        <Banner>Your password was changed, and you were signed out everywhere else.</Banner>
      ) : null}
      <Card>
        <Summary
          rows={[
            { key: "Name", value: actor.name },
            { key: "Email", value: actor.email },
            { key: "School", value: actor.schoolName },
            {
              key: "Second step",
              value: factor.app
                ? `Authenticator app, ${factor.codesLeft} recovery codes left`
                : "Not set up",
            },
          ]}
        />
        <div className="mt-4">
          <ButtonLink href="/settings/factor" kind="secondary">
            {factor.app ? "Replace the authenticator app" : "Set up an authenticator app"}
          </ButtonLink>
        </div>
      </Card>
      <Card title="Deadlines">
        <ul className="space-y-2">
          {mayAct(actor, "follow-deadlines") ? (
            <li>
              <Link href="/settings/calendar" prefetch={false}>
                Your deadlines in a calendar
              </Link>
            </li>
          ) : null}
          <li>
            <Link href="/settings/deadlines" prefetch={false}>
              Deadlines and their sources
            </Link>
          </li>
        </ul>
      </Card>
      {office.length > 0 ? (
        <Card title="Your school">
          <ul className="space-y-2">
            {office.map(([, href, label]) => (
              <li key={href}>
                <Link href={href as never} prefetch={false}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <Card title="Where you are signed in">
        <ul className="divide-y divide-line">
          {sessions.map((session) => (
            <li className="py-2" key={session.createdAt.toISOString()}>
              <span className="block break-words">{deviceWords(session.userAgent ?? "")}</span>
              <span className="text-soft">
                Since <Moment at={session.createdAt} />
              </span>
            </li>
          ))}
        </ul>
        <form action={signOutEverywhereAction} className="mt-4">
          <Button kind="secondary">Sign out everywhere</Button>
        </form>
      </Card>
      {factor.password ? (
        <Card title="Change your password">
          <ActionForm action={changePasswordAction} formKey={crypto.randomUUID()}>
            <TextField
              autoComplete="current-password"
              label="Present password"
              name="current"
              type="password"
            />
            <TextField
              autoComplete="new-password"
              hint="8 characters or more"
              label="New password"
              name="password"
              type="password"
            />
            <SubmitButton>Save password</SubmitButton>
          </ActionForm>
        </Card>
      ) : null}
    </Page>
  );
}
