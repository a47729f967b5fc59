"use client";

import { useState } from "react";

/** Sends as soon as something is chosen; without script there is a button for it. */
export function PhoneForm() {
  const [sending, setSending] = useState(false);
  return (
    <form
      action="/phone/upload"
      className="rounded-lg border border-line bg-card p-4"
      encType="multipart/form-data"
      method="post"
    >
      <label className="mb-1 block font-semibold" htmlFor="files">
        Choose pictures or files
      </label>
      <input
        accept="image/png,image/jpeg,image/webp,image/gif,application/pdf,audio/*,video/*"
        className="field-box"
        id="files"
        multiple
        name="files"
        onChange={(event) => {
          if (!event.currentTarget.files?.length) return;
          setSending(true);
          event.currentTarget.form?.requestSubmit();
        }}
        type="file"
      />
      <noscript>
        <button
          className="mt-3 min-h-11 rounded-md bg-accent px-4 font-semibold text-white"
          type="submit"
        >
          Send
        </button>
      </noscript>
      <p aria-live="polite" className="mt-2 min-h-6 text-soft">
        {sending ? "Sending. Keep this page open" : ""}
      </p>
    </form>
  );
}
