import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Button } from "@/components/ui/button";
import { Banner, Card, Page } from "@/components/ui/page";
import { demoSignInAction, directorySignInAction, signInAction } from "@/lib/access/actions";
import { demoPeople } from "@/lib/access/list-demo";
import { listDirectories } from "@/lib/access/list-directories";
import { localPath } from "@/lib/access/local-path";
import { roleWords } from "@/lib/reports/labels";

export const metadata = { title: "Sign in - Daybook" };

const draftKept = "A report you had begun was saved as a draft.";
const ended: Record<string, string> = {
  idle: `You were signed out because nothing was done for a while. ${draftKept}`,
  limit: `You were signed out because you had been signed in for as long as your school allows. ${draftKept}`,
  none: `You were signed out. ${draftKept}`,
  out: "You are signed out.",
  share:
    "You were not signed in, so nothing of what you shared was kept. Sign in, then go back to the other app and share it again.",
};
const wrong: Record<string, string> = {
  unknown:
    "That sign-in is not linked to anybody at a school here. Use the invitation your school sent you first.",
  invitation:
    "The invitation was used or is too old, or that sign-in already belongs to somebody else at the school. Ask for a new one.",
};
const failedWords = "Signing in did not work. Try again.";

export default async function SignIn({
  searchParams,
}: {
  searchParams: Promise<{ ended?: string; error?: string; next?: string }>;
}) {
  const query = await searchParams;
  const next = <input name="next" type="hidden" value={localPath(query.next)} />;
  const directories = listDirectories();
  const demo = await demoPeople();
  return (
    <Page narrow title="Sign in">
      {query.ended && ended[query.ended] ? <Banner tone="note">{ended[query.ended]}</Banner> : null}
      {query.error ? <Banner tone="warn">{wrong[query.error] ?? failedWords}</Banner> : null}
      {directories.length > 0 ? (
        <Card>
          <div className="flex flex-wrap gap-3">
            {directories.map((directory) => (
              <form action={directorySignInAction} key={directory.id}>
                {next}
                <input name="directory" type="hidden" value={directory.id} />
                <Button kind="secondary">Continue with {directory.name}</Button>
              </form>
            ))}
          </div>
        </Card>
      ) : null}
      <Card>
        <ActionForm action={signInAction} formKey={crypto.randomUUID()}>
          {next}
          <TextField autoComplete="username" label="Email" name="email" type="email" />
          <TextField
            autoComplete="current-password"
            label="Password"
            name="password"
            type="password"
          />
          <SubmitButton>Sign in</SubmitButton>
        </ActionForm>
        <p className="mt-4">
          <a className="text-accent underline underline-offset-2" href="/sign-in/forgotten">
            Forgotten your password?
          </a>
        </p>
      </Card>
      {demo.length > 0 ? (
        <section>
          <h2>Try it as somebody</h2>
          <p className="mb-4 text-soft">
            This is a demonstration with two made-up schools. Nothing here is about a real person.
          </p>
          {demo.map((school) => (
            <Card key={school.name} title={school.name}>
              <ul className="grid gap-2 sm:grid-cols-2">
                {school.people.map((person) => (
                  <li key={person.email}>
                    <form action={demoSignInAction}>
                      {next}
                      <input name="email" type="hidden" value={person.email} />
                      <button
                        className="min-h-11 w-full cursor-pointer rounded-md border border-line bg-card px-3 py-2 text-left hover:bg-tint"
                        type="submit"
                      >
                        <span className="block font-semibold">{person.name}</span>
                        <span className="block text-soft first-letter:uppercase">
                          {roleWords[person.role]}
                        </span>
                      </button>
                    </form>
                  </li>
                ))}
              </ul>
            </Card>
          ))}
        </section>
      ) : null}
    </Page>
  );
}
