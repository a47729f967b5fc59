"use client";

import { useEffect } from "react";
import { useForm } from "react-hook-form";
import { saveDetails } from "@/lib/evidence/actions";

const typedIn = (form: HTMLFormElement) =>
  [...form.elements].some(
    (field) => field instanceof HTMLInputElement && field.value !== field.defaultValue,
  );

/** Saves what was typed into a form that was left before it could be watched. */
export async function saveLeft(form: HTMLFormElement): Promise<void> {
  if (typedIn(form)) await saveDetails(Object.fromEntries(new FormData(form)) as never);
}

/** Watches a plain form from the moment somebody is in it, and saves what they type after a pause. */
export function EvidenceAutosave({
  form,
  watched,
  onSaved,
}: {
  form: HTMLFormElement;
  watched: { current: boolean };
  onSaved: (words: string) => void;
}) {
  const { register, watch, getValues } = useForm<Record<string, string>>();
  useEffect(() => {
    const fields = [...form.elements].filter(
      (field): field is HTMLInputElement | HTMLSelectElement =>
        (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) &&
        field.type !== "hidden",
    );
    const undo = fields.map((field) => {
      const typed = field.value;
      const { ref, onChange } = register(field.name, { value: typed });
      ref(field);
      field.addEventListener("input", onChange);
      return () => field.removeEventListener("input", onChange);
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const save = async () => {
      timer = undefined;
      const evidenceId = String(new FormData(form).get("evidenceId"));
      const saved = await saveDetails({ ...getValues(), evidenceId }).catch(() => false);
      onSaved(saved ? "Saved" : "Not saved yet. Check the dates");
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(save, 800);
    };
    const { unsubscribe } = watch(soon);
    // What was typed while this was on its way counts too.
    if (typedIn(form)) soon();
    watched.current = true;
    // Leaving a field saves at once: what comes next may be another page.
    const onLeave = () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      void save();
    };
    form.addEventListener("focusout", onLeave);
    return () => {
      unsubscribe();
      for (const each of undo) each();
      form.removeEventListener("focusout", onLeave);
      onLeave();
    };
  }, [form, watched, register, watch, getValues, onSaved]);
  return null;
}
