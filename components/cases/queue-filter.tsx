import { Filter, FilterLink, FilterSelect, FilterText } from "@/components/ui/filter";
import { queueAddress, severityChoices } from "@/lib/cases/labels";
import type { QueueView } from "@/lib/cases/list-queue";

export function QueueFilter({
  view,
  types,
}: {
  view: QueueView;
  types: { code: string; label: string }[];
}) {
  const named = view.names === "shown";
  const narrowed = view.q || view.type || view.severity;
  return (
    <Filter
      action="/queue"
      after={
        <FilterLink
          className="sm:ml-auto"
          href={queueAddress(view, { names: named ? "hidden" : "shown", page: view.page })}
        >
          {named ? "Hide names" : "Show names"}
        </FilterLink>
      }
      clear={narrowed ? queueAddress(view, { q: "", type: "", severity: 0 }) : null}
      keep={{ tab: view.tab, sort: view.sort, ...(named ? {} : { names: "hidden" }) }}
    >
      <FilterText label="Reference or person" name="q" value={view.q} />
      <FilterSelect
        choices={[["", "All kinds"], ...types.map(({ code, label }) => [code, label] as const)]}
        label="Kind"
        name="type"
        value={view.type}
      />
      <FilterSelect
        choices={[
          ["", "Any risk"],
          ...severityChoices.map(({ value, label }) => [value, label] as const),
        ]}
        label="Risk"
        name="severity"
        value={view.severity || ""}
      />
    </Filter>
  );
}
