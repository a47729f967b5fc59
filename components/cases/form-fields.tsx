import { Choices, DateField, TextArea, TextField } from "@/components/forms/fields";
import type { FormField } from "@/lib/cases/form-parts";

type Person = { personId: string; name: string };

/** The fields of a form of a case, as its definition lists them. */
export function FormFields({
  fields,
  people = [],
}: {
  fields: readonly FormField[];
  people?: readonly Person[];
}) {
  return fields.map((field) => {
    const { name, kind } = field;
    const base = { name, label: field.label, ...(field.hint ? { hint: field.hint } : {}) };
    const optional =
      field.missing === undefined || field.when ? { label: `${field.label} (if it applies)` } : {};
    if (kind === "day") return <DateField {...base} key={name} />;
    if (kind === "moment")
      return (
        <div className="space-y-3" key={name}>
          <DateField {...base} />
          <TextField label="At what time" name={`${name}-time`} narrow type="time" />
        </div>
      );
    if (kind === "count")
      return <TextField {...base} {...optional} inputMode="numeric" key={name} narrow />;
    if (kind === "words") return <TextArea {...base} {...optional} key={name} rows={4} />;
    if (kind === "line") return <TextField {...base} {...optional} key={name} />;
    const choices =
      kind === "investigator" || kind === "panel"
        ? people.map((person) => ({ value: person.personId, label: person.name }))
        : Object.entries(field.choices ?? {}).map(([value, label]) => ({ value, label }));
    if (choices.length === 0)
      return (
        <p className="font-semibold" key={name}>
          {field.label}: nobody at the school is free to do this. Ask the local authority.
        </p>
      );
    return (
      <Choices {...base} choices={choices} key={name} many={kind === "many" || kind === "panel"} />
    );
  });
}
