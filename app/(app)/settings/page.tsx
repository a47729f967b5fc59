import Link from "next/link";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Button, ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page, Summary } from "@/components/ui/page";
import { changePasswordAction, signOutEverywhereAction } from "@/lib/access/actions";
import { deviceWords } from "@/lib/access/labels";
import { mayAct } from "@/lib/access/permissions";
import { myFactor, mySessions } from "@/lib/access/queries";
import { runAs } from "@/lib/access/run-as";

export const metadata = { title: "Your account - Daybook" };

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
      {mayAct(actor, "open-door") ? (
        <Card title="Your school">
          <Link href="/settings/door" prefetch={false}>
            Reports without signing in
          </Link>
        </Card>
      ) : null}
      {mayAct(actor, "read-ledger") ? (
        <Card title="Proof">
          <Link href="/settings/ledger" prefetch={false}>
            The ledger and its keys
          </Link>
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
