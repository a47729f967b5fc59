"use client";

import { useCombobox } from "downshift";
import { useRef, useState } from "react";
import { useFormState } from "@/components/forms/action-form";

type Found = {
  id: string;
  name: string;
  kind: string;
  jobTitle: string | null;
  yearGroup: string | null;
};
const kinds: Record<string, string> = {
  staff: "Staff",
  governor: "Governor",
  pupil: "Pupil",
  parent: "Parent or carer",
  "former-pupil": "Former pupil",
};
/** Without an answer the field is still a field: what is typed is sent. */
async function ask(typed: string): Promise<Found[]> {
  const answer = await fetch(`/api/people?q=${encodeURIComponent(typed)}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { people: Found[] }).people : [];
}
const first = (value: string | string[] | undefined) =>
  (Array.isArray(value) ? value[0] : value) ?? "";

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
  const { values, errors } = useFormState();
  const [items, setItems] = useState<Found[]>([]);
  const [picked, setPicked] = useState({ id: first(values[idName]), name: first(values[name]) });
  const asked = useRef(0);
  const box = useCombobox<Found>({
    id: name,
    inputId: name,
    items,
    initialInputValue: first(values[name]),
    itemToString: (item) => item?.name ?? "",
    onInputValueChange: async ({ inputValue }) => {
      const turn = ++asked.current;
      const people = inputValue.trim().length < 2 ? [] : await ask(inputValue);
      if (turn === asked.current) setItems(people);
    },
    onSelectedItemChange: ({ selectedItem }) =>
      setPicked(
        selectedItem ? { id: selectedItem.id, name: selectedItem.name } : { id: "", name: "" },
      ),
  });
  const error = errors[name];
  return (
    <div className={`relative max-w-xl ${error ? "border-danger border-l-4 pl-4" : ""}`}>
      <label {...box.getLabelProps()} className="mb-1 block font-semibold" htmlFor={name}>
        {label}
      </label>
      {hint ? (
        <p className="mb-1 text-soft" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="mb-1 font-semibold text-danger" id={`${name}-error`}>
          <span className="sr-only">Error: </span>
          {error}
        </p>
      ) : null}
      <input
        {...box.getInputProps()}
        aria-invalid={error ? true : undefined}
        aria-describedby={
          [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].join(" ").trim() || undefined
        }
        className="field-box"
        name={name}
        type="text"
      />
      <input name={idName} type="hidden" value={box.inputValue === picked.name ? picked.id : ""} />
      <ul
        {...box.getMenuProps({ "aria-label": "People" })}
        className={`absolute z-10 mt-1 w-full rounded-md border border-line bg-card shadow-lg ${box.isOpen && items.length > 0 ? "" : "hidden"}`}
      >
        {box.isOpen
          ? items.map((item, index) => (
              <li
                {...box.getItemProps({ item, index })}
                className={`cursor-pointer px-3 py-2 ${box.highlightedIndex === index ? "bg-tint" : ""}`}
                key={item.id}
              >
                {item.name}{" "}
                <span className="text-soft">
                  {item.jobTitle ?? item.yearGroup ?? kinds[item.kind]}
                </span>
              </li>
            ))
          : null}
      </ul>
    </div>
  );
}
