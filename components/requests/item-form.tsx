import { ActionForm } from "@/components/forms/action-form";
import { Choices, SelectField, SubmitButton, TextArea } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { formatDateTime } from "@/lib/dates";
import { choicesOf } from "@/lib/reports/labels";
import { decideItemAction } from "@/lib/requests/actions";
import { choiceWords, exemptions, exemptionsAsOf } from "@/lib/requests/labels";
import type { ReadRequest } from "@/lib/requests/read-request";

/** One thing that is kept about somebody, and what of it is given. */
export function ItemForm({
  request,
  thing,
  copies,
  others,
}: {
  request: ReadRequest["found"];
  thing: ReadRequest["kept"][number];
  copies: { id: string; receivedAt: Date }[];
  others: string[];
}) {
  const file = thing.kind === "evidence";
  const names = others.map((name, n) => `${name} = Person ${String.fromCharCode(65 + n)}`);
  const { decided } = thing;
  return (
    <Page
      back={{
        href: `/requests/${request.id}?at=${thing.id}#i${thing.id}`,
        label: "Back to the request",
      }}
      caption={`${thing.reference}, ${formatDateTime(thing.at)}`}
      narrow
      title={thing.label}
    >
      <Card title={thing.title || "What it says"}>
        <p className="whitespace-pre-wrap break-words">{thing.words || (file ? "A file." : "")}</p>
        {file ? (
          <p className="mt-3">
            <a
              className="text-accent underline underline-offset-2"
              href={`/evidence/${thing.id}/contents`}
            >
              What was read in it
            </a>
          </p>
        ) : null}
      </Card>
      {decided?.words ? (
        <Card title="What is given in its place">
          <p className="whitespace-pre-wrap break-words">{decided.words}</p>
        </Card>
      ) : null}
      <ActionForm
        action={decideItemAction}
        formKey={crypto.randomUUID()}
        initial={{
          choice: decided?.choice ?? "",
          names: names.join("\n"),
          copyId: decided?.copyId ?? "",
          exemption: decided?.exemption ?? "",
          reason: decided?.reason ?? "",
        }}
      >
        <input name="requestId" type="hidden" value={request.id} />
        <input name="sourceId" type="hidden" value={thing.id} />
        <Choices
          choices={choicesOf(choiceWords).filter((c) => thing.leaves || c.value === "withhold")}
          label="What is given"
          name="choice"
        />
        {file ? (
          copies.length > 0 ? (
            <SelectField
              choices={[
                { value: "", label: "None" },
                ...copies.map((copy) => ({
                  value: copy.id,
                  label: `Copy of ${formatDateTime(copy.receivedAt)}`,
                })),
              ]}
              hint="Of a file with names taken out"
              label="Redacted copy"
              name="copyId"
            />
          ) : thing.leaves ? (
            <p className="text-soft">
              There is no redacted copy of it yet. Make one on the file&apos;s page in its case.
            </p>
          ) : null
        ) : (
          <TextArea
            hint="One on each line; what stands after = is put in its place. Read what is left: a nickname or a place can tell too"
            label="Names to take out"
            name="names"
            rows={4}
          />
        )}
        <SelectField
          choices={[
            { value: "", label: "Nothing is withheld" },
            ...exemptions.map((one) => ({ value: one.code, label: one.label })),
          ]}
          hint={`${exemptionsAsOf.source}. As of ${exemptionsAsOf.asOf}; check locally`}
          label="Ground to withhold it"
          name="exemption"
        />
        <TextArea label="Why that applies here" name="reason" rows={3} />
        <SubmitButton>Save</SubmitButton>
      </ActionForm>
    </Page>
  );
}
