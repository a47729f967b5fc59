"use client";

import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { describeEvidenceAction, saveDetails } from "@/lib/evidence/actions";
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

/** What somebody knows of one item. Saves by itself while they type; posts as a form without script. */
export function EvidenceDetails({ details, formKey }: { details: Details; formKey: string }) {
  const { register, watch } = useForm<Details>({ defaultValues: details });
  const [saved, setSaved] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const { unsubscribe } = watch((values) => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const ok = await saveDetails({ ...details, ...values });
        setSaved(ok ? "Saved" : "Not saved yet. Check the dates");
      }, 800);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [watch, details]);
  const id = (name: string) => `${name}-${details.evidenceId}`;
  return (
    <form
      action={async (form) => {
        await describeEvidenceAction({ status: "idle", errors: {}, values: {} }, form);
      }}
      className="grid gap-4 sm:grid-cols-2"
    >
      <input name="key" type="hidden" value={formKey} />
      <input name="evidenceId" type="hidden" value={details.evidenceId} />
      {texts.map(([name, label, type]) => (
        <div key={name}>
          <label className="mb-1 block font-semibold" htmlFor={id(name)}>
            {label} <span className="font-normal text-soft">(optional)</span>
          </label>
          <input className="field-box" id={id(name)} type={type} {...register(name)} />
        </div>
      ))}
      {selects.map(([name, label, choices]) => (
        <div key={name}>
          <label className="mb-1 block font-semibold" htmlFor={id(name)}>
            {label} <span className="font-normal text-soft">(optional)</span>
          </label>
          <select className="field-box" id={id(name)} {...register(name)}>
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        </div>
      ))}
      <p aria-live="polite" className="text-soft">
        {saved}
      </p>
      <noscript>
        <button className="min-h-11 rounded-md border border-soft px-4 font-semibold" type="submit">
          Save details
        </button>
      </noscript>
    </form>
  );
}
