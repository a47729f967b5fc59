import { Tabs } from "@/components/cases/matter-tabs";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Banner, Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { formatDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { saveTemplateAction } from "@/lib/referrals/actions";
import {
  fillLetter,
  letterKinds,
  letterOf,
  lettersAsOf,
  placeholders,
} from "@/lib/referrals/fill-letter";
import { templateOf } from "@/lib/referrals/list-letters";

export const metadata = { title: "Letters about decisions - Daybook" };

type Props = { searchParams: Promise<{ kind?: string; done?: string }> };

const example = {
  name: "Alex Example",
  reference: "OS-26-00000",
  decision: "Informal action",
  reasons: "The reasons that were given",
  clause: "4.2, the words of the clause",
  date: "4 December 2026",
  decider: "Sam Sample, headteacher",
};

export default async function Letters({ searchParams }: Props) {
  const query = await searchParams;
  const kind = letterOf(query.kind ?? "")?.kind ?? letterKinds[0]?.kind ?? "";
  const { letter, school } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "set-letters")) throw notFound();
    return { letter: await templateOf(tx, actor, kind), school: actor.schoolName };
  });
  return (
    <Page
      back={{ href: "/settings", label: "Your account" }}
      narrow
      title="Letters about decisions"
    >
      {query.done ? <Banner>The letter was saved. New letters begin with it.</Banner> : null}
      <Tabs
        items={letterKinds.map((one) => ({
          href: `/settings/letters?kind=${one.kind}`,
          label: one.label,
          current: one.kind === kind,
        }))}
        label="Letters"
      />
      <ActionForm
        action={saveTemplateAction}
        formKey={crypto.randomUUID()}
        initial={{ title: letter.title, words: letter.words }}
      >
        <input name="kind" type="hidden" value={kind} />
        <input name="after" type="hidden" value={letter.version} />
        <p>
          {letter.version === 0
            ? `These words came with Daybook, as of ${formatDay(lettersAsOf.asOf)}. Have them read by whoever advises the school.`
            : `The school's own words, version ${letter.version}.`}
        </p>
        <TextField label="Heading" name="title" />
        <TextArea label="What it says" name="words" rows={18} />
        <details>
          <summary className="disclose">What is filled in</summary>
          <ul>
            {Object.entries(placeholders).map(([name, label]) => (
              <li key={name}>
                <strong>{`{${name}}`}</strong>: {label}. A line without it is left out.
              </li>
            ))}
          </ul>
        </details>
        <SubmitButton>Save letter</SubmitButton>
      </ActionForm>
      <div className="mt-8">
        <Card title="As it looks, with an example">
          <p className="whitespace-pre-wrap break-words">
            {fillLetter(letter.words, { ...example, school })}
          </p>
        </Card>
      </div>
    </Page>
  );
}
