import { Choices, SelectField, TextArea, TextField } from "@/components/forms/fields";
import { severityChoices } from "@/lib/cases/labels";
import { kindWords } from "@/lib/policies/labels";
import { clauseKinds } from "@/lib/policies/types";

/** What one writes of a clause, new or old. */
export function ClauseFields({ types }: { types: { code: string; label: string }[] }) {
  return (
    <>
      <TextField
        hint="Short and once in this version, such as C12. People and decisions name the clause by it"
        label="Code"
        name="code"
        narrow
      />
      <SelectField
        choices={clauseKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
        hint="A definition of one kind of concern is shown on the report form"
        label="What does it do?"
        name="kind"
      />
      <TextField label="Part of the document (optional)" name="heading" />
      <TextArea label="What it says" name="words" rows={8} />
      <details>
        <summary className="disclose">Kinds of concern and risk</summary>
        <div className="mt-2 space-y-6">
          <Choices
            choices={types.map((type) => ({ value: type.code, label: type.label }))}
            hint="When somebody decides on one of these, the clause is offered first"
            label="Which kinds of concern does it speak of?"
            many
            name="types"
          />
          <SelectField
            choices={[{ value: "", label: "Not said" }, ...severityChoices]}
            label="Risk a breach begins with"
            name="severity"
          />
        </div>
      </details>
    </>
  );
}

export const clauseValues = (clause: {
  code: string;
  kind: string;
  heading: string;
  words: string;
  types: string[];
  severity: number | null;
}) => ({ ...clause, severity: clause.severity === null ? "" : String(clause.severity) });
