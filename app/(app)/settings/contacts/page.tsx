import { ActionForm } from "@/components/forms/action-form";
import { SelectField, SubmitButton, TextArea } from "@/components/forms/fields";
import { BodyContact } from "@/components/referrals/body-details";
import { Banner, Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { formatDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { saveContactAction } from "@/lib/referrals/actions";
import { bodies, bodiesAsOf } from "@/lib/referrals/list-bodies";
import { localContacts } from "@/lib/referrals/list-outside";

export const metadata = { title: "Bodies outside - Daybook" };

type Props = { searchParams: Promise<{ done?: string; body?: string }> };

export default async function Contacts({ searchParams }: Props) {
  const query = await searchParams;
  const local = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "set-contacts")) throw notFound();
    return localContacts(tx, actor);
  });
  const saved = bodies.find((body) => body.code === query.done);
  const chosen = bodies.find((body) => body.code === query.body);
  return (
    <Page back={{ href: "/settings", label: "Your account" }} narrow title="Bodies outside">
      {saved ? <Banner>The contact was saved: {saved.name}.</Banner> : null}
      <p className="mb-6">
        National contacts as of {formatDay(bodiesAsOf.asOf)}. Check them before each term. Where it
        says check locally, enter whom your school reaches; it is shown first wherever a case is
        referred.
      </p>
      <Card title="Your school's contact">
        <ActionForm action={saveContactAction} formKey={crypto.randomUUID()}>
          <SelectField
            choices={bodies.map((body) => ({ value: body.code, label: body.name }))}
            defaultValue={chosen?.code ?? "lado"}
            label="Body"
            name="body"
          />
          <TextArea
            hint="Name, number, email, hours. Leave it empty to take it away"
            label="Contact"
            name="contact"
            rows={3}
            {...(chosen ? { defaultValue: local.get(chosen.code) ?? "" } : {})}
          />
          <SubmitButton>Save contact</SubmitButton>
        </ActionForm>
      </Card>
      <ul className="divide-y divide-line">
        {bodies.map((body) => (
          <li className="py-3" id={body.code} key={body.code}>
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <strong>{body.name}</strong>
              <a
                className="text-accent underline underline-offset-2"
                href={`/settings/contacts?body=${body.code}`}
              >
                Change<span className="sr-only"> {body.name}</span>
              </a>
            </p>
            <BodyContact body={body} local={local.get(body.code)} />
          </li>
        ))}
      </ul>
    </Page>
  );
}
