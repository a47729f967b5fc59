import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SubmitButton, TextArea } from "@/components/forms/fields";
import { PersonPicker } from "@/components/reports/person-picker";
import { Banner, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { formatDay, localDay } from "@/lib/dates";
import { enterRegisterAction } from "@/lib/registers/actions";
import { lastDay } from "@/lib/registers/enter-register";
import { askWords } from "@/lib/registers/labels";
import { isFor, kindByCode } from "@/lib/registers/read-kinds";
import { nameRoles } from "@/lib/reports/name-roles";

export const metadata = { title: "Ask or declare - Daybook" };

const sends: Record<string, string> = {
  permission: "Ask for it",
  account: "Ask for it",
  declaration: "Declare it",
  deviation: "Send to the headteacher",
  consent: "Record it",
  record: "Record it",
};

export default async function AskForKind({ params }: { params: Promise<{ kind: string }> }) {
  const { kind: code } = await params;
  const { kind, roles, today, head } = await runAs(async (tx, actor) => {
    const found = await kindByCode(tx, actor, code);
    if (!isFor(found, actor)) notFound();
    return {
      kind: found,
      roles: await nameRoles(tx, actor),
      today: localDay(actor.at),
      head: actor.heldRoles.includes("headteacher"),
    };
  });
  const answerer = head ? "chair" : kind.approvers[0];
  const last = lastDay(kind, today);
  const dated = kind.register === "permission";
  return (
    <Page
      back={{ href: "/registers/new", label: "What is it about?" }}
      caption={askWords[kind.register]}
      narrow
      title={kind.ask}
    >
      <p className="mb-2">{kind.help}</p>
      <p className="mb-6 text-soft">
        {answerer ? `Goes to the ${roles[answerer] ?? answerer}. ` : ""}
        {last ? `It lasts until ${formatDay(last)}. ` : ""}
        {kind.clause ? `${kind.clause}.` : "National default."}
      </p>
      {kind.noException ? (
        <Banner tone="warn">
          Tell us all the same. It is written down and allows no contact: the school&apos;s policy
          makes no exception for it ({kind.noException}).
        </Banner>
      ) : null}
      <ActionForm action={enterRegisterAction} formKey={crypto.randomUUID()}>
        <input name="kind" type="hidden" value={kind.code} />
        {kind.fields.map((field) =>
          field.type === "person" ? (
            <PersonPicker
              hint="Seen by whoever answers, never in a notice or an e-mail"
              idName={`a-${field.name}-id`}
              key={field.name}
              label={field.label}
              name={`a-${field.name}`}
            />
          ) : (
            <TextArea key={field.name} label={field.label} name={`a-${field.name}`} rows={3} />
          ),
        )}
        {kind.question ? <TextArea label={kind.question} name="a-more" rows={3} /> : null}
        {dated ? (
          <details>
            <summary className="disclose">Other days</summary>
            <div className="space-y-6">
              <DateField hint="Nothing here: from today" label="First day" name="from" />
              <DateField
                hint={
                  last ? `Nothing here: as long as it can, until ${formatDay(last)}` : undefined
                }
                label="Last day"
                name="until"
              />
            </div>
          </details>
        ) : null}
        <SubmitButton>{sends[kind.register]}</SubmitButton>
      </ActionForm>
    </Page>
  );
}
