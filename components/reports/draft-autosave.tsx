"use client";

import { useEffect, useState } from "react";
import { autosaveDraft } from "@/lib/reports/actions";

/**
 * Saves the form around it while somebody types, and goes straight to the stop page when the
 * safety question asks for it. Nothing is kept in the browser.
 */
export function DraftAutosave({ draftId, formId }: { draftId: string; formId: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    let timer: ReturnType<typeof setTimeout>;
    const save = async () => {
      try {
        const at = await autosaveDraft(draftId, new FormData(form));
        setSaid(at ? `Draft saved ${at}` : "Not saved. Sign in again in another tab");
      } catch {
        setSaid("You're offline. Your report is not sent yet. Keep this page open.");
      }
    };
    const onInput = (event: Event) => {
      const field = event.target as HTMLInputElement;
      if (field.name === "safety" && field.value !== "no") {
        form.requestSubmit();
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(save, 2000);
    };
    form.addEventListener("input", onInput);
    return () => {
      clearTimeout(timer);
      form.removeEventListener("input", onInput);
    };
  }, [draftId, formId]);
  return (
    <p aria-live="polite" className="text-soft">
      {said}
    </p>
  );
}
