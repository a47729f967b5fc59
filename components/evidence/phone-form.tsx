"use client";

import { UploadList, useUploads } from "./upload-list";

/** Sends as soon as something is chosen; without script there is a button for it. */
export function PhoneForm() {
  const { lines, send, settle } = useUploads();
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
          const input = event.currentTarget;
          void send([...(input.files ?? [])], { phone: true });
          input.value = "";
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
      <p className="mt-2 text-soft">
        Keep this page open until each file says “Added”. After a lost connection it goes on by
        itself, or choose the same file again.
      </p>
      <UploadList
        lines={lines}
        onSettle={(line, take) => settle(line, take ? { phone: true } : null)}
      />
    </form>
  );
}
