"use client";

import { type ComponentProps, lazy, Suspense, useState } from "react";
import { useFormState } from "@/components/forms/action-form";
import { first, Notes, useField } from "@/components/forms/field-parts";

/** Loaded when somebody enters the field, so that the page itself stays light. */
const PersonList = lazy(async () => ({ default: (await import("./person-list")).PersonList }));

/** A text field that offers people of the school's lists. Without script it is just the text field. */
export function PersonPicker({
  name,
  idName,
  label,
  hint,
}: {
  name: string;
  idName: string;
  label: string;
  hint?: string | undefined;
}) {
  const { values } = useFormState();
  const { error, value, describedBy } = useField(name);
  const [picked] = useState({ id: first(values[idName]), name: first(value) });
  const [typed, setTyped] = useState(picked.name);
  const [entered, setEntered] = useState(false);
  const [list, setList] = useState<ComponentProps<"input">>({});
  const asBefore = (
    <input name={idName} type="hidden" value={typed === picked.name ? picked.id : ""} />
  );
  return (
    <div className={`relative max-w-xl ${error ? "border-danger border-l-4 pl-4" : ""}`}>
      <label className="mb-1 block font-semibold" htmlFor={name} id={`${name}-label`}>
        {label}
      </label>
      <Notes error={error} hint={hint} name={name} />
      <input
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        value={typed}
        {...list}
        aria-describedby={describedBy(hint)}
        aria-invalid={error ? true : undefined}
        className="field-box"
        id={name}
        name={name}
        onFocus={() => setEntered(true)}
        type="text"
      />
      {entered ? (
        <Suspense fallback={asBefore}>
          <PersonList idName={idName} name={name} onProps={setList} start={{ typed, picked }} />
        </Suspense>
      ) : (
        asBefore
      )}
    </div>
  );
}
