import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Banner, Card, Page } from "@/components/ui/page";
import { forgotPasswordAction } from "@/lib/notifications/actions";
import { resetsByMail } from "@/lib/notifications/reset-password";

export const metadata = { title: "Forgotten password - Daybook" };
export const dynamic = "force-dynamic";

export default async function Forgotten({
  searchParams,
}: {
  searchParams: Promise<{ asked?: string }>;
}) {
  const { asked } = await searchParams;
  return (
    <Page back={{ href: "/sign-in", label: "Sign in" }} narrow title="Forgotten your password?">
      {asked ? (
        <Banner>
          <p>
            If somebody signs in with that email and a password, a link is on its way to it. The
            link works once, for an hour.
          </p>
          <p>No mail after ten minutes? Look in your junk folder, then check the address.</p>
        </Banner>
      ) : null}
      {resetsByMail() ? (
        <Card>
          <ActionForm action={forgotPasswordAction} formKey={crypto.randomUUID()}>
            <TextField
              autoComplete="username"
              hint="We send a link to it, with which you choose a new password"
              label="Email"
              name="email"
              type="email"
            />
            <SubmitButton>Send link</SubmitButton>
          </ActionForm>
        </Card>
      ) : (
        <Card>
          <p>
            Daybook cannot send mail here yet, so it cannot send you a link. Ask whoever looks after
            Daybook at your school to set up mail.
          </p>
        </Card>
      )}
      <p>
        If you have something urgent to report, tell the designated safeguarding lead in person. In
        an emergency call 999.
      </p>
    </Page>
  );
}
