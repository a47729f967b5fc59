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
      <Page narrow title="This invitation does not work">
        <p>
          It was used, or is more than seven days old, or was not copied whole. Ask whoever looks
          after Daybook at your school for a new one.
        </p>
      </Page>
    );
  }
  return (
    <Page caption={invitation.schoolName} narrow title={`Welcome, ${invitation.name}`}>
      {listDirectories().map((directory) => (
        <Card key={directory.id}>
          <form action={linkInvitationAction}>
            <input name="token" type="hidden" value={token} />
            <input name="directory" type="hidden" value={directory.id} />
            <Button>Continue with {directory.name}</Button>
          </form>
        </Card>
      ))}
      <Card title="Choose a password">
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
          <SubmitButton>Create account</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
