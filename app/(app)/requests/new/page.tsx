import { z } from "zod";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { ruleFor } from "@/lib/clocks/labels";
import { notFound } from "@/lib/errors";
import { openRequestAction } from "@/lib/requests/actions";
import { personAsked } from "@/lib/requests/read-request";

export const metadata = { title: "A request for a copy - Daybook" };

type Props = { searchParams: Promise<{ person?: string }> };

export default async function NewRequest({ searchParams }: Props) {
  const id = z.uuid().safeParse((await searchParams).person);
  const person = await runAs((tx, actor) => {
    if (!id.success) throw notFound();
    return personAsked(tx, actor, id.data);
  });
  const rule = ruleFor("subject-access");
  return (
    <Page
      back={{ href: "/requests", label: "Requests for a copy" }}
      caption="They ask for a copy"
      narrow
      title={person.name}
    >
      <p className="mb-6">
        {rule.says}. {rule.basis}. Source: {rule.source}.
      </p>
      <ActionForm action={openRequestAction} formKey={crypto.randomUUID()}>
        <input name="personId" type="hidden" value={person.id} />
        <DateField hint="For example, 6 7 2026" label="Received on" name="received" />
        <TextField
          hint="A parent, a solicitor. Leave empty if they asked themselves"
          label="Who asked for them"
          name="askedBy"
        />
        <TextArea
          hint="And that whoever asks for somebody else may"
          label="How you know who asks"
          name="checked"
          rows={3}
        />
        <SubmitButton>Save request</SubmitButton>
      </ActionForm>
    </Page>
  );
}
