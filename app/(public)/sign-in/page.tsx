import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Button } from "@/components/ui/button";
import { Banner, Card, Page } from "@/components/ui/page";
import { demoSignInAction, directorySignInAction, signInAction } from "@/lib/access/actions";
import { demoPeople } from "@/lib/access/list-demo";
import { directories } from "@/lib/access/wire-auth";

export const metadata = { title: "Sign in - Daybook" };

const ended: Record<string, string> = {
  "1": "You were signed out. Your draft was saved.",
  out: "You are signed out.",
};

export default async function SignIn({
  searchParams,
}: {
  searchParams: Promise<{ ended?: string; error?: string }>;
}) {
  const query = await searchParams;
  const demo = await demoPeople();
  return (
    <Page narrow title="Sign in">
      {query.ended && ended[query.ended] ? <Banner tone="note">{ended[query.ended]}</Banner> : null}
      {query.error ? (
        <Banner tone="warn">
          That sign-in is not linked to anybody at a school here. Use the invitation your school
          sent you first.
        </Banner>
      ) : null}
      {directories().length > 0 ? (
        <Card>
          <div className="flex flex-wrap gap-3">
            {directories().map((directory) => (
              <form action={directorySignInAction} key={directory.id}>
                <input name="directory" type="hidden" value={directory.id} />
                <Button kind="secondary">Continue with {directory.name}</Button>
              </form>
            ))}
          </div>
        </Card>
      ) : null}
      <Card>
        <ActionForm action={signInAction} formKey={crypto.randomUUID()}>
          <TextField autoComplete="username" label="Email" name="email" type="email" />
          <TextField
            autoComplete="current-password"
            label="Password"
            name="password"
            type="password"
          />
          <SubmitButton>Sign in</SubmitButton>
        </ActionForm>
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
                      <input name="email" type="hidden" value={person.email} />
                      <button
                        className="min-h-11 w-full cursor-pointer rounded-md border border-line bg-card px-3 py-2 text-left hover:bg-tint"
                        type="submit"
                      >
                        <span className="block font-semibold">{person.name}</span>
                        <span className="text-soft">{person.role}</span>
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
