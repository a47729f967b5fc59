import { type Choice, SelectField, TextArea, TextField } from "@/components/forms/fields";
import { PersonPicker } from "@/components/reports/person-picker";
import { choicesOf, howKnownWords, kindWords, policeWishWords } from "@/lib/reports/labels";
import { mostNamed, namedKinds } from "@/lib/reports/schema";

const kinds = namedKinds.map((kind) => ({ value: kind, label: kindWords[kind] ?? kind }));
const parts = { named: "Did it, or may have", affected: "Is affected too", witness: "Saw it" };

function SomebodyElse({ prefix, title }: { prefix: string; title: string }) {
  return (
    <fieldset className="border-line border-l-4 pl-4">
      <legend className="mb-2 font-semibold">{title}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <PersonPicker idName={`${prefix}Id`} label="Name" name={`${prefix}Name`} />
        <TextField label="Or account or handle" name={`${prefix}Handle`} spellCheck={false} />
        <SelectField choices={choicesOf(parts)} label="Their part" name={`${prefix}Part`} />
        <SelectField
          choices={[{ value: "", label: "I do not know" }, ...kinds]}
          label="Who they are (if not on the list)"
          name={`${prefix}Kind`}
        />
      </div>
    </fieldset>
  );
}

/** What the shortest path does not ask: everybody else in it, the exact place, and the wishes. */
export function MoreDetail({
  answers,
  subtypes,
  police,
}: {
  answers: Record<string, unknown>;
  subtypes: { label: string; choices: Choice[] }[];
  /** Who decides about the police here, and whose rule that is. */
  police?: { words: string; source: string } | undefined;
}) {
  const given = (...names: string[]) => names.some((name) => Boolean(answers[name]));
  const [first = "", ...further] = Array.from({ length: mostNamed }, (_, i) => `named${i}`);
  const said = (prefix: string) => given(`${prefix}Name`, `${prefix}Handle`);
  const exact = ["subtype", "address", "handle", "closedGroup", "howKnown"];
  const wishes = ["toldBy", "wish", "policeWish"];
  return (
    <details
      className="rounded-lg border border-line bg-card p-4"
      open={[first, ...further].some(said) || given(...exact, ...wishes)}
    >
      <summary className="disclose font-semibold">
        Add more detail (optional): who did it, the address, what you would like to happen
      </summary>
      <div className="space-y-6 pt-4">
        <SomebodyElse prefix={first} title="Who did it, or somebody else in it" />
        <details open={further.some(said)}>
          <summary className="disclose">Add further people</summary>
          <div className="space-y-6 pt-2">
            {further.map((prefix, index) => (
              <SomebodyElse
                key={prefix}
                prefix={prefix}
                title={index === 0 ? "A second person" : "A third person"}
              />
            ))}
          </div>
        </details>
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
        <div className="grid gap-4 sm:grid-cols-2">
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
        </div>
        <TextField
          hint="For somebody who phoned or came to you: write it as they told it, and say so"
          label="Are you writing this down for somebody else? Their name"
          name="toldBy"
        />
        <TextArea label="What would you like to happen?" name="wish" rows={3} />
        <SelectField
          choices={choicesOf({ "": "Not said", ...policeWishWords })}
          hint={`Only if it happened to you. You can change your mind later. Where a child or a life is at risk the school may have to tell them.${police ? ` Who decides here: ${police.words.charAt(0).toLowerCase()}${police.words.slice(1)} (${police.source})` : ""}`}
          label="Your wish about the police"
          name="policeWish"
        />
      </div>
    </details>
  );
}
