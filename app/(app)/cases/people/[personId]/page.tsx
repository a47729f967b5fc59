import { MatterLine } from "@/components/cases/matter-line";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { typeWords } from "@/lib/cases/labels";
import { unmergePeopleAction } from "@/lib/connections/actions";
import { tracePerson } from "@/lib/connections/trace-person";
import { formatDateTime } from "@/lib/dates";
import { kindWords, partWords } from "@/lib/reports/labels";
import { schoolTypes } from "@/lib/schools/queries";

type Props = {
  params: Promise<{ personId: string }>;
  searchParams: Promise<{ page?: string; done?: string }>;
};
const said: Record<string, string> = {
  merged: "They are one person now. You can take it back for seven days.",
  unmerged: "They are two people again. Cases stay with whoever owns them now.",
};

/** No name in a title: it stays in the browser's history. */
export async function generateMetadata() {
  return { title: `Person - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function PersonView({ params, searchParams }: Props) {
  const { personId } = await params;
  const query = await searchParams;
  const page = pageOf(query.page);
  const { traced, types, transfers, asks } = await runAs(async (tx, actor) => ({
    transfers: mayAct(actor, "transfer-files"),
    asks: mayAct(actor, "answer-requests") && personId !== actor.personId,
    traced: await tracePerson(tx, actor, { personId, page }),
    types: await schoolTypes(tx, actor),
  }));
  const { person, merges, rows, more } = traced;
  const label = new Map(types.map((type) => [type.code, type.label]));
  const here = `/cases/people/${personId}`;
  const facts = [
    kindWords[person.kind] ?? person.kind,
    person.jobTitle,
    person.yearGroup,
    person.handle && person.handle !== person.name ? person.handle : null,
    person.platform,
  ].filter(Boolean);
  return (
    <Page
      actions={
        <div className="no-print flex flex-wrap gap-3">
          <ButtonLink href={`${here}/chronology`} kind="secondary">
            Chronology
          </ButtonLink>
          <ButtonLink href={`${here}/same`} kind="secondary">
            Same as somebody else
          </ButtonLink>
          {transfers && ["pupil", "former-pupil"].includes(person.kind) ? (
            <ButtonLink href={`/transfers/new?person=${personId}`} kind="secondary">
              Transfer the file
            </ButtonLink>
          ) : null}
          {asks ? (
            <ButtonLink href={`/requests/new?person=${personId}`} kind="secondary">
              They ask for a copy
            </ButtonLink>
          ) : null}
        </div>
      }
      back={{ href: "/search", label: "Search" }}
      caption="Person"
      narrow
      title={person.name}
    >
      {query.done && said[query.done] ? <Banner>{said[query.done]}</Banner> : null}
      <p className="mb-6 text-soft">{facts.join(", ")}</p>
      <h2 className="mb-1">Reports and cases you may see</h2>
      {rows.length === 0 ? <Empty>There are none.</Empty> : null}
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <MatterLine key={row.id} matter={{ ...row, type: typeWords(label, row.type) }}>
            <span className="flex flex-wrap gap-2">
              {row.parts.map((part) => (
                <Tag key={part}>{partWords[part] ?? part}</Tag>
              ))}
              {row.as.map((name) => (
                <span className="text-soft" key={name}>
                  as {name}
                </span>
              ))}
            </span>
          </MatterLine>
        ))}
      </ul>
      <Paging href={(to) => `${here}?page=${to}`} more={more} page={page} />
      {merges.length > 0 ? (
        <div className="mt-8">
          <Card title="Taken to be this person">
            <ul className="divide-y divide-line">
              {merges.map((merge) => (
                <li className="py-3" key={merge.id}>
                  <p className="font-semibold">{merge.name}</p>
                  <p className="break-words">{merge.reason}</p>
                  <p className="text-soft">
                    <Moment at={merge.mergedAt} />
                  </p>
                  {merge.undo ? (
                    <details className="mt-2">
                      <summary className="min-h-11 cursor-pointer text-accent underline underline-offset-2">
                        Take it back<span className="sr-only"> for {merge.name}</span>
                      </summary>
                      <ActionForm
                        action={unmergePeopleAction}
                        className="mt-2 space-y-4"
                        formKey={crypto.randomUUID()}
                      >
                        <input name="mergeId" type="hidden" value={merge.id} />
                        <p>Until {formatDateTime(merge.undoUntil)}.</p>
                        <TextField label="Why they are two people" name="reason" />
                        <SubmitButton kind="secondary">Take it back</SubmitButton>
                      </ActionForm>
                    </details>
                  ) : null}
                </li>
              ))}
            </ul>
          </Card>
        </div>
      ) : null}
    </Page>
  );
}
