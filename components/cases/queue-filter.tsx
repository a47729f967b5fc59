import Link from "next/link";
import { Button } from "@/components/ui/button";
import { queueAddress, severityChoices } from "@/lib/cases/labels";
import type { QueueView } from "@/lib/cases/list-queue";

/** The filter of the queue, as a form whose answer is an address. */
export function QueueFilter({
  view,
  types,
}: {
  view: QueueView;
  types: { code: string; label: string }[];
}) {
  const link = "inline-flex min-h-11 items-center text-accent underline underline-offset-2";
  const named = view.names === "shown";
  return (
    <form action="/queue" className="no-print mb-4 flex flex-wrap items-end gap-3">
      <input name="tab" type="hidden" value={view.tab} />
      <input name="sort" type="hidden" value={view.sort} />
      {named ? null : <input name="names" type="hidden" value="hidden" />}
      <div className="max-sm:w-full">
        <label className="block" htmlFor="q">
          Reference or person
        </label>
        <input className="field-box" defaultValue={view.q} id="q" name="q" type="search" />
      </div>
      <div className="max-sm:w-full">
        <label className="block" htmlFor="type">
          Kind
        </label>
        <select
          className="field-box sm:max-w-56"
          defaultValue={view.type}
          id="type"
          key={view.type}
          name="type"
        >
          <option value="">All kinds</option>
          {types.map((type) => (
            <option key={type.code} value={type.code}>
              {type.label}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label className="block" htmlFor="severity">
          Risk
        </label>
        <select
          className="field-box"
          defaultValue={view.severity || ""}
          id="severity"
          key={view.severity}
          name="severity"
        >
          <option value="">Any risk</option>
          {severityChoices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      </div>
      <Button kind="secondary">Filter</Button>
      {view.q || view.type || view.severity ? (
        <Link
          className={link}
          href={queueAddress(view, { q: "", type: "", severity: 0 })}
          prefetch={false}
        >
          Clear filter
        </Link>
      ) : null}
      <Link
        className={`${link} sm:ml-auto`}
        href={queueAddress(view, { names: named ? "hidden" : "shown", page: view.page })}
        prefetch={false}
      >
        {named ? "Hide names" : "Show names"}
      </Link>
    </form>
  );
}
