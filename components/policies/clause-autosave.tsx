"use client";

import { useEffect, useState } from "react";
import { autosaveClause } from "@/lib/policies/actions";

const pause = 2_000;
const longest = 10_000;

/**
 * Saves the clause around it while somebody writes: after a pause, and every ten seconds at the
 * latest. It hands the new revision to the form, so that the button saves over what it saved.
 */
export function ClauseAutosave({ formId }: { formId: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    let soon: ReturnType<typeof setTimeout> | undefined;
    let latest: ReturnType<typeof setTimeout> | undefined;
    let last = Promise.resolve();
    const calm = () => {
      clearTimeout(soon);
      clearTimeout(latest);
      soon = latest = undefined;
    };
    const save = async () => {
      try {
        const saved = await autosaveClause(new FormData(form));
        const revision = form.elements.namedItem("revision");
        if (saved.revision !== null && revision instanceof HTMLInputElement)
          revision.value = String(saved.revision);
        setSaid(saved.said);
      } catch {
        setSaid("You're offline. Not saved yet. Keep this page open.");
        soon = setTimeout(queue, longest);
      }
    };
    // One save after the other: each needs the revision the one before it got.
    const queue = () => {
      calm();
      last = last.then(save);
    };
    const onInput = () => {
      clearTimeout(soon);
      soon = setTimeout(queue, pause);
      latest ??= setTimeout(queue, longest);
    };
    form.addEventListener("input", onInput);
    form.addEventListener("submit", calm);
    return () => {
      calm();
      form.removeEventListener("input", onInput);
      form.removeEventListener("submit", calm);
    };
  }, [formId]);
  return (
    <p aria-live="polite" className="min-h-6 text-soft">
      {said}
    </p>
  );
}
