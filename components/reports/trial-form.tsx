import { Button } from "@/components/ui/button";
import {
  aboutWords,
  affectedWords,
  choicesOf,
  kindWords,
  policeWishWords,
} from "@/lib/reports/labels";
import { namedKinds, subtypesOf } from "@/lib/reports/schema";
import type { Trial } from "@/lib/reports/try-route";

type Choice = { value: string; label: string };

function Select({
  name,
  label,
  value,
  choices,
  none,
}: {
  name: string;
  label: string;
  value: string;
  choices: Choice[];
  none?: string;
}) {
  return (
    <div>
      <label className="mb-1 block font-semibold" htmlFor={name}>
        {label}
      </label>
      <select className="field-box max-w-xl" defaultValue={value} id={name} key={value} name={name}>
        {none ? <option value="">{none}</option> : null}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A case to try, as a form whose answer is an address: nothing is sent and nothing is kept. */
export function TrialForm({
  trial,
  types,
}: {
  trial: Trial;
  types: { code: string; label: string }[];
}) {
  const subtypes = types.flatMap((type) =>
    subtypesOf(type.code).map(([code = "", words = ""]) => ({
      value: `${type.code}.${code}`,
      label: `${type.label}: ${words}`,
    })),
  );
  return (
    <form action="/routes" className="space-y-5">
      <Select
        choices={types.map((type) => ({ value: type.code, label: type.label }))}
        label="Kind of concern"
        name="type"
        none="I'm not sure"
        value={trial.type}
      />
      <Select
        choices={subtypes}
        label="More exactly (optional)"
        name="subtype"
        none="No more exact kind"
        value={trial.subtype}
      />
      <Select
        choices={choicesOf(affectedWords)}
        label="Who is affected"
        name="affected"
        value={trial.affected}
      />
      <div>
        <label className="mb-1 block font-semibold" htmlFor="named">
          Who did it (optional)
        </label>
        <p className="mb-1 text-soft" id="named-hint">
          A name on the school's lists, or any name
        </p>
        <input
          aria-describedby="named-hint"
          autoComplete="off"
          className="field-box max-w-xl"
          defaultValue={trial.named}
          id="named"
          name="named"
        />
      </div>
      <Select
        choices={namedKinds.map((kind) => ({ value: kind, label: kindWords[kind] ?? kind }))}
        label="They are (optional)"
        name="namedKind"
        none="Not said"
        value={trial.namedKind}
      />
      <fieldset>
        <legend className="mb-1 font-semibold">Is it about any of these people?</legend>
        {choicesOf(aboutWords).map((choice) => (
          <div className="flex gap-3 py-1" key={choice.value}>
            <input
              className="choice"
              defaultChecked={trial.about.includes(choice.value)}
              id={`about-${choice.value}`}
              name="about"
              type="checkbox"
              value={choice.value}
            />
            <label htmlFor={`about-${choice.value}`}>{choice.label}</label>
          </div>
        ))}
      </fieldset>
      <Select
        choices={[
          { value: "no", label: "No" },
          { value: "yes", label: "Yes, or not sure" },
        ]}
        label="Could a picture show a child nude or in a sexual way?"
        name="image"
        value={trial.image}
      />
      <Select
        choices={choicesOf(policeWishWords)}
        label="The wish about the police (optional)"
        name="policeWish"
        none="Not said"
        value={trial.policeWish}
      />
      <Button name="try" value="1">
        Show who would get this
      </Button>
    </form>
  );
}
