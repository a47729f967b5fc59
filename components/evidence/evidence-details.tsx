"use client";

import { lazy, Suspense, useActionState, useEffect, useRef, useState } from "react";
import type { FormState } from "@/lib/access/types";
import { describeEvidenceAction } from "@/lib/evidence/actions";
import { deviceOwners, keptAnswers, methods } from "@/lib/evidence/labels";

export type Details = Record<
  | "evidenceId"
  | "caption"
  | "description"
  | "platform"
  | "address"
  | "handle"
  | "postedAt"
  | "seenAt"
  | "capturedAt"
  | "method"
  | "deviceOwner"
  | "originalKept"
  | "originalWhere",
  string
>;

const texts = [
  ["caption", "Caption", "text"],
  ["description", "Describe this for people who cannot see it", "text"],
  ["platform", "App or site", "text"],
  ["address", "Web address or place", "text"],
  ["handle", "Account or handle", "text"],
  ["postedAt", "When it was posted", "datetime-local"],
  ["seenAt", "When it was seen", "datetime-local"],
  ["capturedAt", "When the screenshot was taken", "datetime-local"],
  ["originalWhere", "Where the original is kept", "text"],
] as const;
const selects = [
  ["method", "How it was captured", methods],
  ["deviceOwner", "Whose device", deviceOwners],
  ["originalKept", "Is the original kept?", keptAnswers],
] as const;

const idle: FormState = { status: "idle", errors: {}, values: {} };

/** Loaded when the form is opened, so that the page itself stays light. */
const loaded = () => import("./evidence-autosave");
const Autosave = lazy(async () => ({ default: (await loaded()).EvidenceAutosave }));

/** What somebody knows of one item. Saves by itself while they type; posts as a form without script. */
export function EvidenceDetails({ details, formKey }: { details: Details; formKey: string }) {
  const [state, post] = useActionState(describeEvidenceAction, idle);
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  const [saved, setSaved] = useState("");
  const watched = useRef(false);
  const shown = useRef<HTMLFormElement>(null);
  // From the moment it is opened, well before somebody has typed a word.
  useEffect(() => {
    const box = shown.current?.closest("details");
    const watch = () => setForm(shown.current);
    if (box?.open) watch();
    box?.addEventListener("toggle", watch);
    return () => box?.removeEventListener("toggle", watch);
  }, []);
  useEffect(
    () => () => {
      // Left on a slow network, before anything watched what was typed.
      if (form && !watched.current) void loaded().then(({ saveLeft }) => saveLeft(form));
    },
    [form],
  );
  const id = (name: string) => `${name}-${details.evidenceId}`;
  const problems = [...Object.values(state.errors), state.formError ?? ""].filter(Boolean);
  return (
    <form action={post} className="grid gap-4 sm:grid-cols-2" noValidate ref={shown}>
      <input name="key" type="hidden" value={formKey} />
      <input name="evidenceId" type="hidden" value={details.evidenceId} />
      {problems.length > 0 ? (
        <p className="font-semibold text-danger sm:col-span-2" role="alert">
          {problems.join(". ")}
        </p>
      ) : null}
      {texts.map(([name, label, type]) => (
        <div key={name}>
          <label className="mb-1 block font-semibold" htmlFor={id(name)}>
            {label} <span className="font-normal text-soft">(optional)</span>
          </label>
          <input
            className="field-box"
            defaultValue={state.values[name] ?? details[name]}
            id={id(name)}
            name={name}
            type={type}
          />
        </div>
      ))}
      {selects.map(([name, label, choices]) => (
        <div key={name}>
          <label className="mb-1 block font-semibold" htmlFor={id(name)}>
            {label} <span className="font-normal text-soft">(optional)</span>
          </label>
          <select
            className="field-box"
            defaultValue={state.values[name] ?? details[name]}
            id={id(name)}
            name={name}
          >
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        </div>
      ))}
      <p aria-live="polite" className="min-h-6 text-soft">
        {saved}
      </p>
      {form ? (
        <Suspense fallback={null}>
          <Autosave form={form} onSaved={setSaved} watched={watched} />
        </Suspense>
      ) : null}
      <noscript>
        <button className="min-h-11 rounded-md border border-soft px-4 font-semibold" type="submit">
          Save details
        </button>
      </noscript>
    </form>
  );
}
