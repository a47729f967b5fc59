"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Arrival } from "./send-file";
import { UploadList, useUploads } from "./upload-list";

const clock = () =>
  new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true })
    .format(new Date())
    .replace(/\s/g, "")
    .replace(":", ".");

/**
 * Paste anywhere on the page, choose, or drop. Without JavaScript this is a plain form that posts
 * its files; with it each file goes up by itself and appears in the list.
 */
export function EvidenceIntake({
  to,
  postTo,
  longest,
}: {
  to: { draftId?: string; reportId?: string };
  postTo: string;
  /** Of sound and film, in megabytes: the school's setting. */
  longest: number;
}) {
  const { lines, send: upload, settle } = useUploads();
  const [over, setOver] = useState(false);
  const pasted = useRef(0);
  const { draftId, reportId } = to;
  const send = useCallback(
    (files: File[], arrivedBy: Arrival) => upload(files, { draftId, reportId, arrivedBy }),
    [draftId, reportId, upload],
  );

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      const named = files.map((file) => {
        pasted.current += 1;
        const ending = file.type.split("/")[1] ?? "png";
        return new File([file], `Screenshot ${pasted.current}, ${clock()}.${ending}`, {
          type: file.type,
        });
      });
      void send(named, "pasted");
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [send]);

  return (
    <form
      action={postTo}
      className={`rounded-lg border-2 border-dashed p-5 ${over ? "border-accent bg-tint" : "border-line bg-card"}`}
      encType="multipart/form-data"
      method="post"
      onDragLeave={() => setOver(false)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void send([...event.dataTransfer.files], "dropped");
      }}
    >
      <p>
        <strong>Paste a screenshot anywhere on this page</strong> with Ctrl and V, as often as you
        like. Or choose files, or drop them here.
      </p>
      <label className="mt-4 mb-1 block font-semibold" htmlFor="files">
        Choose files
      </label>
      <p className="mb-2 text-soft" id="files-hint">
        Pictures, PDF, e-mails (.eml), texts, or a chat exported from WhatsApp (.txt or .zip), up to
        25MB each. Sound and film, up to {longest}MB each. 20 files at most
      </p>
      <input
        accept="image/png,image/jpeg,image/webp,image/gif,application/pdf,audio/*,video/*,message/rfc822,.eml,text/plain,.txt,application/zip,.zip"
        aria-describedby="files-hint"
        className="field-box max-w-xl"
        id="files"
        multiple
        name="files"
        onChange={(event) => {
          const input = event.currentTarget;
          void send([...(input.files ?? [])], "chosen");
          input.value = "";
        }}
        type="file"
      />
      <noscript>
        <button
          className="mt-3 min-h-11 rounded-md bg-accent px-4 font-semibold text-white"
          type="submit"
        >
          Add files
        </button>
      </noscript>
      <UploadList
        lines={lines}
        onSettle={(line, take) =>
          settle(line, take ? { draftId, reportId, arrivedBy: "chosen" } : null)
        }
      />
    </form>
  );
}
