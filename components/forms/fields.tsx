"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { useFormState } from "./action-form";
import { first, list, Notes, useField } from "./field-parts";
import { TypedArea } from "./typed-area";

type Base = { name: string; label: string; hint?: ReactNode };
const edge = (error: string | undefined) => (error ? "border-danger border-l-4 pl-4" : "");

export function TextField({
  name,
  label,
  hint,
  type = "text",
  autoComplete,
  inputMode,
  narrow,
  defaultValue,
  spellCheck,
}: Base & {
  type?: "text" | "email" | "password" | "search" | "url" | "time" | "date" | "datetime-local";
  autoComplete?: string;
  inputMode?: "numeric" | "text";
  narrow?: boolean;
  defaultValue?: string;
  spellCheck?: boolean;
}) {
  const { error, value, describedBy } = useField(name);
  return (
    <div className={edge(error)}>
      <label className="mb-1 block font-semibold" htmlFor={name}>
        {label}
      </label>
      <Notes error={error} hint={hint} name={name} />
      <input
        aria-describedby={describedBy(hint)}
        aria-invalid={error ? true : undefined}
        autoComplete={autoComplete ?? "off"}
        className={`field-box ${narrow ? "max-w-48" : "max-w-xl"}`}
        defaultValue={type === "password" ? "" : first(value) || defaultValue}
        id={name}
        inputMode={inputMode}
        key={first(value)}
        name={name}
        spellCheck={spellCheck}
        type={type}
      />
    </div>
  );
}

export function TextArea({
  name,
  label,
  hint,
  rows = 5,
  defaultValue,
}: Base & { rows?: number; defaultValue?: string }) {
  const { error, value, describedBy } = useField(name);
  return (
    <div className={edge(error)}>
      <label className="mb-1 block font-semibold" htmlFor={name}>
        {label}
      </label>
      <Notes error={error} hint={hint} name={name} />
      <TypedArea
        aria-describedby={describedBy(hint)}
        aria-invalid={error ? true : undefined}
        className="field-box max-w-3xl"
        defaultValue={first(value) || defaultValue}
        id={name}
        key={first(value)}
        name={name}
        rows={rows}
      />
    </div>
  );
}

export type Choice = { value: string; label: string; hint?: ReactNode };

export function SelectField({
  name,
  label,
  hint,
  choices,
  groups,
  defaultValue,
}: Base & {
  choices: Choice[];
  groups?: { label: string; choices: Choice[] }[];
  defaultValue?: string;
}) {
  const { error, value, describedBy } = useField(name);
  const option = (choice: Choice) => (
    <option key={choice.value} value={choice.value}>
      {choice.label}
    </option>
  );
  return (
    <div className={edge(error)}>
      <label className="mb-1 block font-semibold" htmlFor={name}>
        {label}
      </label>
      <Notes error={error} hint={hint} name={name} />
      <select
        aria-describedby={describedBy(hint)}
        aria-invalid={error ? true : undefined}
        className="field-box max-w-xl"
        defaultValue={first(value) || defaultValue}
        id={name}
        key={first(value)}
        name={name}
      >
        {choices.map(option)}
        {groups?.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.choices.map(option)}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

/** Radios or checkboxes in a fieldset. The first one carries the id the error summary links to. */
export function Choices({
  name,
  label,
  hint,
  choices,
  more,
  many,
  inline,
  defaultValue,
}: Base & {
  choices: Choice[];
  /** Rarer answers to the same question, folded away until somebody asks or has chosen one. */
  more?: { summary: string; choices: Choice[] };
  many?: boolean;
  inline?: boolean;
  defaultValue?: string | string[];
}) {
  const { error, value, describedBy } = useField(name);
  const chosen = list(value ?? defaultValue);
  const option = (choice: Choice, id: string) => (
    <div className="flex gap-3 py-1.5" key={choice.value}>
      <input
        aria-describedby={choice.hint ? `${id}-about` : undefined}
        className="choice"
        defaultChecked={
          chosen.includes(choice.value) || (choice.value === "" && chosen.length === 0)
        }
        id={id}
        name={name}
        type={many ? "checkbox" : "radio"}
        value={choice.value}
      />
      <div>
        <label className="block cursor-pointer" htmlFor={id}>
          {choice.label}
        </label>
        {choice.hint ? (
          <div className="text-soft" id={`${id}-about`}>
            {choice.hint}
          </div>
        ) : null}
      </div>
    </div>
  );
  return (
    <fieldset aria-describedby={describedBy(hint)} className={edge(error)}>
      <legend className="mb-1 font-semibold">{label}</legend>
      <Notes error={error} hint={hint} name={name} />
      <div className={inline ? "flex flex-wrap gap-x-6 gap-y-1" : "space-y-1"} key={chosen.join()}>
        {choices.map((choice, index) =>
          option(choice, index === 0 ? name : `${name}-${choice.value}`),
        )}
      </div>
      {more ? (
        <details
          className="mt-1"
          key={`more-${chosen.join()}`}
          open={more.choices.some((choice) => chosen.includes(choice.value))}
        >
          <summary className="disclose">{more.summary}</summary>
          <div className="space-y-1">
            {more.choices.map((choice) => option(choice, `${name}-${choice.value}`))}
          </div>
        </details>
      ) : null}
    </fieldset>
  );
}

/** Day, month and year typed: `name-day`, `name-month`, `name-year`. */
export function DateField({ name, label, hint }: Base) {
  const { errors, values } = useFormState();
  const error = errors[name];
  const parts = [
    ["day", "Day", "w-16"],
    ["month", "Month", "w-16"],
    ["year", "Year", "w-24"],
  ] as const;
  return (
    <fieldset className={edge(error)}>
      <legend className="mb-1 font-semibold">{label}</legend>
      <Notes error={error} hint={hint} name={name} />
      <div className="flex gap-4">
        {parts.map(([part, word, width], index) => (
          <div key={part}>
            <label className="block" htmlFor={index === 0 ? name : `${name}-${part}`}>
              {word}
            </label>
            <input
              aria-invalid={error ? true : undefined}
              className={`field-box ${width}`}
              defaultValue={first(values[`${name}-${part}`])}
              id={index === 0 ? name : `${name}-${part}`}
              inputMode="numeric"
              name={`${name}-${part}`}
              type="text"
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** Says that it is working; never blocks a form that has no JavaScript. */
export function SubmitButton({
  children,
  kind = "primary",
  name,
  value,
}: {
  children: ReactNode;
  kind?: "primary" | "secondary" | "warning";
  name?: string;
  value?: string;
}) {
  const { pending } = useFormStatus();
  const looks = {
    primary: "bg-accent text-white hover:bg-accent-dark",
    secondary: "border border-soft bg-card text-ink hover:bg-tint",
    warning: "bg-danger text-white hover:bg-[#7d1613]",
  };
  return (
    <button
      aria-disabled={pending}
      className={`min-h-11 cursor-pointer rounded-md px-5 py-2 font-semibold ${looks[kind]}`}
      name={name}
      type="submit"
      value={value}
    >
      {pending ? "Working" : children}
    </button>
  );
}
