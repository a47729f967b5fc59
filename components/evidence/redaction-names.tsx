"use client";

import { useActionState } from "react";
import { first } from "@/components/forms/field-parts";
import { SubmitButton } from "@/components/forms/fields";
import { TypedArea } from "@/components/forms/typed-area";
import { type NamesState, redactTextAction } from "@/lib/evidence/actions";

const idle: NamesState = { status: "idle", errors: {}, values: {} };

/** Names and what stands in their place; the copy is shown before it can be saved. */
export function RedactionNames({
  caseId,
  evidenceId,
  formKey,
}: {
  caseId: string;
  evidenceId: string;
  formKey: string;
}) {
  const [state, post] = useActionState(redactTextAction, idle);
  const { preview, errors, values } = state;
  const problems = [...Object.values(errors), state.formError ?? ""].filter(Boolean);
  return (
    <form action={post} className="space-y-4" noValidate>
      <input name="key" type="hidden" value={formKey} />
      <input name="caseId" type="hidden" value={caseId} />
      <input name="evidenceId" type="hidden" value={evidenceId} />
      {problems.length > 0 ? (
        <p className="font-semibold text-danger" role="alert">
          {problems.join(". ")}
        </p>
      ) : null}
      <div>
        <label className="mb-1 block font-semibold" htmlFor="names">
          Names to take out
        </label>
        <p className="mb-2 text-soft" id="names-hint">
          One on each line, with what is to stand in its place: Poppy Ives = Pupil A. Write first
          names and nicknames on lines of their own
        </p>
        <TypedArea
          aria-describedby="names-hint"
          className="field-box max-w-3xl"
          defaultValue={first(values.names)}
          id="names"
          key={first(values.names)}
          name="names"
          rows={5}
        />
      </div>
      <SubmitButton kind={preview ? "secondary" : "primary"} name="step" value="see">
        See the copy
      </SubmitButton>
      {preview ? (
        <>
          <h2>What the copy will say</h2>
          {preview.left ? (
            <p className="border-warn border-l-4 pl-3" role="status">
              Parts of these names still stand: {preview.left}
            </p>
          ) : null}
          <section
            aria-label="The text of the copy"
            className="max-h-[60vh] overflow-auto whitespace-pre-wrap break-words rounded border border-line bg-card p-3"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
            tabIndex={0}
          >
            {preview.text}
          </section>
          <div>
            <label className="mb-1 block font-semibold" htmlFor="reason">
              Why
            </label>
            <input
              className="field-box max-w-xl"
              defaultValue={first(values.reason)}
              id="reason"
              name="reason"
              type="text"
            />
          </div>
          <p className="flex flex-wrap items-center gap-4">
            <SubmitButton name="step" value="save">
              Save copy
            </SubmitButton>
            <a href={`/cases/${caseId}/evidence/${evidenceId}`}>Throw it away</a>
          </p>
        </>
      ) : null}
    </form>
  );
}
