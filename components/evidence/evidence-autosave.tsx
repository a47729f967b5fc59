"use client";

import { useEffect } from "react";
import { useForm } from "react-hook-form";
import { saveDetails } from "@/lib/evidence/actions";

/** Watches a plain form from the moment somebody is in it, and saves what they type after a pause. */
export function EvidenceAutosave({
  form,
  onSaved,
}: {
  form: HTMLFormElement;
  onSaved: (words: string) => void;
}) {
  const { register, watch } = useForm<Record<string, string>>();
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
    let timer: ReturnType<typeof setTimeout>;
    const { unsubscribe } = watch((values) => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const evidenceId = String(new FormData(form).get("evidenceId"));
        const saved = await saveDetails({ ...values, evidenceId }).catch(() => false);
        onSaved(saved ? "Saved" : "Not saved yet. Check the dates");
      }, 800);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
      for (const each of undo) each();
    };
  }, [form, register, watch, onSaved]);
  return null;
}
