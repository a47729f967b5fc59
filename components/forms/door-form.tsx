import { saveDoorAction } from "@/lib/schools/actions";
import { ActionForm } from "./action-form";
import { SubmitButton, TextField } from "./fields";

/** Opens, renames or closes a page that anybody can open, by the name in its address. */
export function DoorForm({
  which,
  door,
  loses,
}: {
  which: "tell" | "visit";
  door: string | null;
  /** What a changed name ends. */
  loses: string;
}) {
  return (
    <ActionForm action={saveDoorAction} formKey={crypto.randomUUID()}>
      <input name="which" type="hidden" value={which} />
      <TextField
        defaultValue={door ?? ""}
        hint={`Small letters, digits and hyphens, such as elm-primary. A changed name ends ${loses}`}
        label="Name in the address"
        name="door"
        spellCheck={false}
      />
      <div className="flex flex-wrap gap-3">
        <SubmitButton name="open" value="yes">
          {door ? "Save name" : "Open"}
        </SubmitButton>
        {door ? (
          <SubmitButton kind="secondary" name="open" value="no">
            Close
          </SubmitButton>
        ) : null}
      </div>
    </ActionForm>
  );
}
