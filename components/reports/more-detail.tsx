import { type Choice, SelectField, TextArea, TextField } from "@/components/forms/fields";
import { PersonPicker } from "@/components/reports/person-picker";
import { choicesOf, howKnownWords, kindWords, policeWishWords } from "@/lib/reports/labels";
import { mostNamed, namedKinds } from "@/lib/reports/schema";

const kinds = namedKinds.map((kind) => ({ value: kind, label: kindWords[kind] ?? kind }));
const titles = ["Who did it, or somebody else in it", "A second person", "A third person"];

/** What the shortest path does not ask: everybody else in it, the exact place, and the wishes. */
export function MoreDetail({
  open,
  subtypes,
}: {
  open: boolean;
  subtypes: { label: string; choices: Choice[] }[];
}) {
  return (
    <details className="mb-6 rounded-lg border border-line bg-card p-4" open={open}>
      <summary className="disclose font-semibold">
        Add more detail (optional): who did it, the address, what you would like to happen
      </summary>
      <div className="space-y-6 pt-4">
        {Array.from({ length: mostNamed }, (_, i) => `named${i}`).map((named, index) => (
          <fieldset className="space-y-4 border-line border-l-4 pl-4" key={named}>
            <legend className="mb-2 font-semibold">{titles[index]}</legend>
            <PersonPicker
              hint={index === 0 ? "A name, or leave it empty and give the account" : undefined}
              idName={`${named}Id`}
              label="Name"
              name={`${named}Name`}
            />
            <SelectField
              choices={choicesOf({
                named: "Did it, or may have",
                affected: "Is affected too",
                witness: "Saw it",
              })}
              label="Their part"
              name={`${named}Part`}
            />
            <SelectField
              choices={[{ value: "", label: "I do not know" }, ...kinds]}
              hint="Not needed if you chose a name from the list"
              label="Who they are"
              name={`${named}Kind`}
            />
            <TextField label="Account or handle" name={`${named}Handle`} spellCheck={false} />
          </fieldset>
        ))}
        <SelectField
          choices={[{ value: "", label: "Not said" }]}
          groups={subtypes.filter((group) => group.choices.length > 0)}
          hint="Choose one that belongs to the kind of concern above"
          label="What was it more exactly?"
          name="subtype"
        />
        <TextField
          hint="Copy it if you have it. It is kept as words and never opened"
          label="Web address"
          name="address"
          spellCheck={false}
        />
        <TextField label="Account it came from" name="handle" spellCheck={false} />
        <SelectField
          choices={choicesOf({ "": "I do not know", yes: "Yes", no: "No" })}
          label="Was it in a closed group?"
          name="closedGroup"
        />
        <SelectField
          choices={choicesOf({ "": "Not said", ...howKnownWords })}
          label="How did it become known to you?"
          name="howKnown"
        />
        <TextArea label="What would you like to happen?" name="wish" rows={3} />
        <SelectField
          choices={choicesOf({ "": "Not said", ...policeWishWords })}
          hint="Only if it happened to you. You can change your mind later. Where a child or a life is at risk the school may have to tell them"
          label="Your wish about the police"
          name="policeWish"
        />
      </div>
    </details>
  );
}
