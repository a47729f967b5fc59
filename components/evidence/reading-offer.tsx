import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { answerReadingAction } from "@/lib/evidence/actions";
import { readingProblemWords } from "@/lib/evidence/labels";
import type { Offer } from "@/lib/evidence/queries";

/** What a machine read on a picture: the person takes it over or leaves it. */
export function ReadingOffer({ evidenceId, offer }: { evidenceId: string; offer: Offer }) {
  const choices: [use: string, words: string][] = [
    ...(offer.stamp ? [["posted", `Use ${offer.stamp} as when it was posted`] as const] : []),
    ...(offer.address ? [["address", `Use ${offer.address} as its address`] as const] : []),
    ["neither", offer.problem ? "Understood" : "Ignore"] as const,
  ].map(([use, words]) => [use ?? "", words ?? ""]);
  return (
    <div className="mt-3 rounded-md border-note border-l-4 bg-note-tint p-3">
      <p className="mb-2">
        {offer.problem
          ? `${readingProblemWords[offer.problem] ?? readingProblemWords["not-read"]} The picture is kept as it came. If it shows a date or address, you can type it below.`
          : "This was read on the picture by machine. Check it against the picture before you use it."}
      </p>
      <div className="flex flex-wrap gap-2">
        {choices.map(([use, words]) => (
          <ActionForm
            action={answerReadingAction}
            className="max-w-full"
            formKey={crypto.randomUUID()}
            key={use}
          >
            <input name="evidenceId" type="hidden" value={evidenceId} />
            <input name="use" type="hidden" value={use} />
            <SubmitButton kind="secondary">{words}</SubmitButton>
          </ActionForm>
        ))}
      </div>
    </div>
  );
}
