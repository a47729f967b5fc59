"use client";

import { useFormState } from "@/components/forms/action-form";

/** Shown once, right after the factor was saved. */
export function RecoveryCodes() {
  const { codes } = useFormState().values;
  if (!Array.isArray(codes)) return null;
  return (
    <section className="rounded-lg border-2 border-accent bg-tint p-5" role="status">
      <h2>Your app is set up. Keep these recovery codes</h2>
      <p className="my-2">Each signs you in once if your phone is lost. They are shown only now.</p>
      <ul className="grid grid-cols-2 gap-1 font-mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p className="mt-3">
        <a href="/">Continue</a>
      </p>
    </section>
  );
}
