import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { discardDraftAction } from "@/lib/reports/actions";

/** Throwing a draft away, from whichever step somebody decides it on. */
export function DiscardDraft({ draftId }: { draftId: string }) {
  return (
    <details className="mt-8">
      <summary className="disclose">Throw this draft away</summary>
      <ActionForm action={discardDraftAction} className="mt-2" formKey={crypto.randomUUID()}>
        <input name="draftId" type="hidden" value={draftId} />
        <p className="mb-2">The draft and its files will be gone. This cannot be undone.</p>
        <SubmitButton kind="warning">Throw the draft away</SubmitButton>
      </ActionForm>
    </details>
  );
}
