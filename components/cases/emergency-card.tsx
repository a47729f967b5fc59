import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { reviewEmergencyAction } from "@/lib/conflicts/actions";
import { foundWords } from "@/lib/conflicts/labels";
import type { Emergency } from "@/lib/conflicts/open-emergency";
import { roleWords } from "@/lib/reports/labels";

/** Each time somebody outside its circle opened a case, why, and whether that was justified. */
export function EmergencyCard({
  caseId,
  all,
  reviews,
}: {
  caseId: string;
  all: Emergency[];
  reviews: (one: Emergency) => boolean;
}) {
  if (all.length === 0) return null;
  return (
    <Card title="Opened in an emergency">
      <ul className="space-y-6">
        {all.map((one) => (
          <li key={one.id}>
            <p className="break-words font-semibold">
              {one.name} ({roleWords[one.role] ?? one.role})
            </p>
            <p>
              From <Moment at={one.openedAt} /> to <Moment at={one.endsAt} />
            </p>
            <p className="whitespace-pre-wrap break-words">{one.reason}</p>
            {one.reviewedAt ? (
              <p className="mt-2">
                Looked at <Moment at={one.reviewedAt} />: {foundWords[one.found ?? ""]}. {one.words}
              </p>
            ) : null}
            {!one.reviewedAt && reviews(one) ? (
              <ActionForm action={reviewEmergencyAction} formKey={crypto.randomUUID()}>
                <input name="caseId" type="hidden" value={caseId} />
                <input name="emergencyId" type="hidden" value={one.id} />
                <Choices
                  choices={[
                    { value: "justified", label: "Yes" },
                    { value: "not-justified", label: "No" },
                  ]}
                  inline
                  label="Was it justified?"
                  name="found"
                />
                <TextArea label="What you found" name="words" rows={2} />
                <SubmitButton>Save what you found</SubmitButton>
              </ActionForm>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
