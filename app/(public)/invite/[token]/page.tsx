import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Button } from "@/components/ui/button";
import { Card, Page } from "@/components/ui/page";
import { findInvitation } from "@/lib/access/accept-invitation";
import { acceptInvitationAction, linkInvitationAction } from "@/lib/access/actions";
import { listDirectories } from "@/lib/access/list-directories";

export const metadata = { title: "Your invitation - Daybook" };

export default async function Invite({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  if (!invitation) {
    return (
      <Page narrow title="This link does not work">
        <p>
          It was used, or is too old, or was not copied whole. Ask whoever looks after Daybook at
          your school for a new invitation. If you forgot your password,{" "}
          <a className="text-accent underline underline-offset-2" href="/sign-in/forgotten">
            ask for a new link
          </a>
          .
        </p>
      </Page>
    );
  }
  const { resets } = invitation;
  return (
    <Page
      caption={invitation.schoolName}
      narrow
      title={resets ? "Choose a new password" : `Welcome, ${invitation.name}`}
    >
      {(resets ? [] : listDirectories()).map((directory) => (
        <Card key={directory.id}>
          <form action={linkInvitationAction}>
            <input name="token" type="hidden" value={token} />
            <input name="directory" type="hidden" value={directory.id} />
            <Button>Continue with {directory.name}</Button>
          </form>
        </Card>
      ))}
      <Card {...(resets ? {} : { title: "Choose a password" })}>
        <ActionForm action={acceptInvitationAction} formKey={crypto.randomUUID()}>
          <input name="token" type="hidden" value={token} />
          <p>
            You will sign in as <strong>{invitation.email}</strong>.
          </p>
          <TextField
            autoComplete="new-password"
            hint="8 characters or more. Three words together are hard to guess and easy to remember"
            label="Password"
            name="password"
            type="password"
          />
          <SubmitButton>{resets ? "Save password" : "Create account"}</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
