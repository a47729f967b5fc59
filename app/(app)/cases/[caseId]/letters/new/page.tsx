import { CaseStep } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Banner, Empty } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { guardWords } from "@/lib/cases/labels";
import { readCase } from "@/lib/cases/read-case";
import { notFound } from "@/lib/errors";
import { writeLetterAction } from "@/lib/referrals/actions";
import { fillLetter, letterKinds, letterOf } from "@/lib/referrals/fill-letter";
import { decidedFacts, letterById, templateOf } from "@/lib/referrals/list-letters";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ kind?: string; after?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Write a letter");

export default async function NewLetter({ params, searchParams }: Props) {
  const { caseId } = await params;
  const query = await searchParams;
  const kind = letterOf(query.kind ?? "")?.kind ?? letterKinds[0]?.kind ?? "";
  const { read, facts, letter, last } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "letters" });
    if (!opened.refers) throw notFound();
    return {
      read: opened,
      facts: await decidedFacts(tx, actor, caseId),
      letter: await templateOf(tx, actor, kind),
      last: query.after ? await letterById(tx, actor, query.after) : null,
    };
  });
  const before = last?.caseId === caseId && last.kind === kind ? last : null;
  const parts = kind === "outcome" ? ["named"] : ["affected"];
  const whom = read.people.find((person) => parts.includes(person.part))?.name ?? "";
  const name = kind === "parents" ? "" : whom;
  const words = fillLetter(letter.words, {
    ...facts?.values,
    name: name || "parents",
  });
  return (
    <CaseStep last={undefined} read={read} title={letter.label}>
      {read.guarded ? <Banner tone="warn">{guardWords}</Banner> : null}
      {facts ? (
        <ActionForm
          action={writeLetterAction}
          formKey={crypto.randomUUID()}
          initial={{
            toName: before?.toName ?? name,
            title: before?.title ?? letter.title,
            words: before?.words ?? words,
          }}
        >
          <input name="caseId" type="hidden" value={caseId} />
          <input name="kind" type="hidden" value={kind} />
          <p>
            Read every word before you save it. Daybook sends no letter: print it or save it, and
            hand it over yourself.
          </p>
          <TextField label="To" name="toName" />
          <TextField label="Heading" name="title" />
          <TextArea label="What it says" name="words" rows={18} />
          <SubmitButton>Save letter</SubmitButton>
        </ActionForm>
      ) : (
        <Empty>Nothing is decided in this case yet. A letter says what was decided.</Empty>
      )}
    </CaseStep>
  );
}
