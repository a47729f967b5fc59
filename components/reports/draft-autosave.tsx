"use client";

import { useEffect, useState } from "react";
import { autosaveDraft } from "@/lib/reports/actions";

const pause = 2_000;
const longest = 10_000;

/**
 * Saves the form around it while somebody types: after a pause, and every ten seconds at the
 * latest. A dangerous answer given with the pointer goes straight to its stop page; from the
 * keyboard, where arrows pass over answers, it waits for Continue. Nothing is kept in the browser.
 */
export function DraftAutosave({ draftId, formId }: { draftId: string; formId: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    let soon: ReturnType<typeof setTimeout> | undefined;
    let latest: ReturnType<typeof setTimeout> | undefined;
    let byKey = false;
    const calm = () => {
      clearTimeout(soon);
      clearTimeout(latest);
      soon = latest = undefined;
    };
    const save = async () => {
      calm();
      try {
        const at = await autosaveDraft(draftId, new FormData(form));
        setSaid(
          at
            ? `Draft saved ${at}`
            : "Not saved: you were signed out. Keep this page open and sign in again in another tab.",
        );
      } catch {
        setSaid("You're offline. Your report is not sent yet. Keep this page open.");
        soon = setTimeout(save, longest);
      }
    };
    const onInput = (event: Event) => {
      const field = event.target as HTMLInputElement;
      const seen = new FormData(form).get("stopSeen");
      if (field.name === "safety" && !["no", seen].includes(field.value) && !byKey) {
        calm();
        form.requestSubmit();
        return;
      }
      clearTimeout(soon);
      soon = setTimeout(save, pause);
      latest ??= setTimeout(save, longest);
    };
    // Leaving a field saves at once: what comes next may be another page.
    const onLeave = () => {
      if (soon !== undefined) void save();
    };
    const onKey = () => {
      byKey = true;
    };
    const onPointer = () => {
      byKey = false;
    };
    // What was typed before this page was alive counts too.
    const written = form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
      "input[type=text], textarea",
    );
    if ([...written].some((field) => field.value !== field.defaultValue))
      soon = setTimeout(save, pause);
    form.addEventListener("input", onInput);
    form.addEventListener("focusout", onLeave);
    form.addEventListener("submit", calm);
    form.addEventListener("keydown", onKey);
    form.addEventListener("pointerdown", onPointer);
    return () => {
      onLeave();
      form.removeEventListener("input", onInput);
      form.removeEventListener("focusout", onLeave);
      form.removeEventListener("submit", calm);
      form.removeEventListener("keydown", onKey);
      form.removeEventListener("pointerdown", onPointer);
    };
  }, [draftId, formId]);
  return (
    <p aria-live="polite" className="min-h-6 text-soft">
      {said}
    </p>
  );
}
