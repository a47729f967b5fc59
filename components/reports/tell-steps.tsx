"use client";

import type { ReactNode } from "react";
import { useFormState } from "@/components/forms/action-form";
import { first, list } from "@/components/forms/field-parts";
import { SubmitButton } from "@/components/forms/fields";

type Step = { title: string; names: readonly string[]; fields: ReactNode };

/**
 * One page of a form that keeps nothing on the server until it is sent: what the other pages were
 * answered travels along unseen. After the last page comes `sent`, with the code.
 */
export function TellSteps({
  steps,
  words,
  sent,
}: {
  steps: Step[];
  /** Of each answer shown at the end: its name, what it is called, and words of its choices. */
  words: { name: string; label: string; choices?: Record<string, string> }[];
  sent: ReactNode;
}) {
  const { values } = useFormState();
  const at = Number(first(values.step)) || 0;
  const step = steps[at];
  if (!step) {
    return (
      <>
        <h2>Your code</h2>
        <p className="my-4 rounded-md border-2 border-ink bg-card p-4 text-center font-bold font-mono text-2xl tracking-wide">
          {first(values.code).replace(/(\d{4})(?=\d)/g, "$1 ")}
        </p>
        <p>
          Your report is {first(values.reference)}.{" "}
          <strong>
            Write the code down or print this page now. It is shown once and nobody can find it
            again.
          </strong>
        </p>
        {sent}
      </>
    );
  }
  const carried = Object.entries(values).filter(
    ([name]) => !step.names.includes(name) && !["step", "door", "key", "go"].includes(name),
  );
  return (
    <div className="space-y-6" key={at}>
      <input name="step" type="hidden" value={at} />
      {carried.flatMap(([name, value]) =>
        list(value).map((one) => (
          <input key={`${name}-${one}`} name={name} type="hidden" value={one} />
        )),
      )}
      <h2>{step.title}</h2>
      {step.fields}
      {at === steps.length - 1 ? (
        <dl className="divide-y divide-line rounded-md border border-line bg-card">
          {words.map(({ name, label, choices }) => (
            <div className="grid gap-1 p-3 sm:grid-cols-3" key={name}>
              <dt className="font-semibold">{label}</dt>
              <dd className="whitespace-pre-wrap break-words sm:col-span-2">
                {list(values[name])
                  .map((one) => choices?.[one] ?? one)
                  .join(", ") || "Not said"}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <SubmitButton name="go" value="on">
          {at === steps.length - 1 ? "Send report" : "Continue"}
        </SubmitButton>
        {at > 0 ? (
          <SubmitButton kind="secondary" name="go" value="back">
            Back
          </SubmitButton>
        ) : null}
      </div>
    </div>
  );
}
