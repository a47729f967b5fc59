"use client";

import type { ReactNode } from "react";
import { useFormState } from "./action-form";

export const first = (value: string | string[] | undefined) =>
  (Array.isArray(value) ? value[0] : value) ?? "";
export const list = (value: string | string[] | undefined) =>
  Array.isArray(value) ? value : value ? [value] : [];

export function useField(name: string) {
  const { errors, values } = useFormState();
  const error = errors[name];
  return {
    error,
    value: values[name],
    describedBy: (hint: unknown) =>
      [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].filter(Boolean).join(" ") ||
      undefined,
  };
}

/** Hint and error of a field, where a screen reader finds them. */
export function Notes({
  name,
  hint,
  error,
}: {
  name: string;
  hint: ReactNode;
  error: string | undefined;
}) {
  return (
    <>
      {hint ? (
        <div className="mb-1 text-soft" id={`${name}-hint`}>
          {hint}
        </div>
      ) : null}
      {error ? (
        <p className="mb-1 font-semibold text-danger" id={`${name}-error`}>
          <span className="sr-only">Error: </span>
          {error}
        </p>
      ) : null}
    </>
  );
}
