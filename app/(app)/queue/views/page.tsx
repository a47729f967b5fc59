import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextField } from "@/components/forms/fields";
import { Banner, Card, Empty, Page } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { queueAddress, viewWords } from "@/lib/cases/labels";
import { type QueueView, readView } from "@/lib/cases/list-queue";
import { changeViewAction, dropViewAction, saveViewAction } from "@/lib/connections/actions";
import { listViews, queryOf, type SavedView } from "@/lib/connections/list-views";
import { schoolTypes } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Saved views - Queue - ${name}` };
}

const done: Record<string, string> = {
  changed: "The view is changed.",
  dropped: "The view is deleted. What it showed is where it was.",
};

function ViewForm({ of, save, share }: { of?: SavedView; save?: QueueView; share: boolean }) {
  return (
    <ActionForm
      action={of ? changeViewAction : saveViewAction}
      formKey={crypto.randomUUID()}
      initial={
        of
          ? {
              name: of.name,
              first: of.opensFirst ? "yes" : "",
              shared: of.shared ? "yes" : "",
            }
          : {}
      }
    >
      {of ? <input name="viewId" type="hidden" value={of.id} /> : null}
      {save ? <input name="query" type="hidden" value={queryOf(save)} /> : null}
      <TextField
        hint={share ? "If others see it, leave names of people out" : undefined}
        label="Name of the view"
        name="name"
      />
      <Choices
        choices={[{ value: "yes", label: "Show me this view when I open the queue" }]}
        label="First view"
        many
        name="first"
      />
      {share ? (
        <Choices
          choices={[
            {
              value: "yes",
              label: "Everybody who works with the queue may use it",
              hint: "Each sees in it only what they may see",
            },
          ]}
          label="For others"
          many
          name="shared"
        />
      ) : null}
      <SubmitButton>Save view</SubmitButton>
    </ActionForm>
  );
}

function DropForm({ of }: { of: SavedView }) {
  return (
    <details className="mt-4">
      <summary className="disclose">Delete this view</summary>
      <p className="mb-3">
        “{of.name}” goes from your list{of.shared ? " and from everybody else's" : ""}. Reports and
        cases stay as they are.
      </p>
      <ActionForm action={dropViewAction} formKey={crypto.randomUUID()}>
        <input name="viewId" type="hidden" value={of.id} />
        <SubmitButton kind="warning">Delete view</SubmitButton>
      </ActionForm>
    </details>
  );
}

export default async function Views({
  searchParams,
}: {
  searchParams: Promise<{ save?: string; view?: string; done?: string }>;
}) {
  const query = await searchParams;
  const { views, types, share } = await runAs(async (tx, actor) => ({
    views: await listViews(tx, actor),
    types: new Map((await schoolTypes(tx, actor)).map((type) => [type.code, type.label])),
    share: mayAct(actor, "share-views"),
  }));
  const said = done[query.done ?? ""];
  const save = typeof query.save === "string" ? readView(query.save) : undefined;
  const chosen = views.find((one) => one.id === query.view);
  return (
    <Page back={{ href: "/queue?tab=new", label: "Queue" }} narrow title="Saved views">
      {said ? <Banner>{said}</Banner> : null}
      {save ? (
        <Card title="Save a view">
          <p className="mb-4">{viewWords(save, types)}</p>
          <ViewForm save={save} share={share} />
        </Card>
      ) : null}
      {chosen ? (
        <Card title={chosen.name}>
          <p className="mb-4">{viewWords(chosen.view, types)}</p>
          {chosen.own ? <ViewForm of={chosen} share={share} /> : null}
          {chosen.own || share ? <DropForm of={chosen} /> : null}
        </Card>
      ) : null}
      {views.length === 0 && !save ? (
        <Empty>
          <p className="font-semibold text-ink">No view is saved</p>
          <p>Filter the queue as you need it, then choose “Save this view”.</p>
        </Empty>
      ) : null}
      {views.length > 0 ? (
        <ul>
          {views.map((one) => (
            <li
              className="flex flex-wrap items-center justify-between gap-x-4 border-line border-b py-2"
              key={one.id}
            >
              <div>
                <a
                  className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-2"
                  href={queueAddress(one.view, {})}
                >
                  {one.name}
                </a>
                <p className="text-soft">{viewWords(one.view, types)}</p>
                <p className="flex gap-2">
                  {one.own && one.opensFirst ? <Tag tone="good">Opens first</Tag> : null}
                  {one.shared ? (
                    <Tag tone="note">{one.own ? "Shared by you" : "From the DSL"}</Tag>
                  ) : null}
                </p>
              </div>
              {one.own || share ? (
                <a
                  className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
                  href={`/queue/views?view=${one.id}`}
                >
                  Change<span className="sr-only"> {one.name}</span>
                </a>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </Page>
  );
}
