"use client";

import { type UseComboboxGetInputPropsReturnValue, useCombobox } from "downshift";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

export type Person = { id: string; name: string };
type Found = Person & { kind: string; jobTitle: string | null; yearGroup: string | null };
const kinds: Record<string, string> = {
  staff: "Staff",
  governor: "Governor",
  pupil: "Pupil",
  parent: "Parent or carer",
  "former-pupil": "Former pupil",
};
/** Without an answer the field is still a field: what is typed is sent. */
async function ask(typed: string): Promise<Found[]> {
  if (typed.trim().length < 2) return [];
  const answer = await fetch(`/api/people?q=${encodeURIComponent(typed)}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { people: Found[] }).people : [];
}

/** The list under a field that is on the page already; `onProps` tells the field how to behave. */
export function PersonList({
  name,
  idName,
  start,
  onProps,
}: {
  name: string;
  idName: string;
  /** What was typed before this was loaded, and who was picked by then. */
  start: { typed: string; picked: Person };
  onProps: (props: UseComboboxGetInputPropsReturnValue) => void;
}) {
  const [items, setItems] = useState<Found[]>([]);
  const [picked, setPicked] = useState(start.picked);
  const asked = useRef(0);
  const offer = useCallback(async (typed: string) => {
    const turn = ++asked.current;
    const people = await ask(typed);
    if (turn === asked.current) setItems(people);
  }, []);
  const typedMore = start.typed !== start.picked.name;
  const box = useCombobox<Found>({
    id: name,
    inputId: name,
    labelId: `${name}-label`,
    items,
    initialInputValue: start.typed,
    initialIsOpen: typedMore,
    itemToString: (item) => item?.name ?? "",
    onInputValueChange: ({ inputValue }) => offer(inputValue),
    onSelectedItemChange: ({ selectedItem }) => setPicked(selectedItem ?? { id: "", name: "" }),
  });
  const [first] = useState(typedMore ? start.typed : "");
  useEffect(() => void offer(first), [first, offer]);
  const props = box.getInputProps();
  const state = [box.inputValue, box.isOpen, box.highlightedIndex, items.length].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the getter is new each time; what it says changes with these
  useLayoutEffect(() => onProps(props), [state, onProps]);
  return (
    <>
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
    </>
  );
}
