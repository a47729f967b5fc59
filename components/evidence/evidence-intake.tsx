"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import type { UploadRouter } from "@/lib/evidence/route-uploads";

type Arrival = "pasted" | "chosen" | "dropped";
type Line = { id: number; name: string; words: string; failed: boolean };

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
}: {
  to: { draftId?: string; reportId?: string };
  postTo: string;
}) {
  const router = useRouter();
  const [lines, setLines] = useState<Line[]>([]);
  const [over, setOver] = useState(false);
  const pasted = useRef(0);
  const next = useRef(0);
  const { draftId, reportId } = to;

  const send = useCallback(
    async (files: File[], arrivedBy: Arrival) => {
      if (files.length === 0) return;
      const { genUploader } = await import("uploadthing/client");
      const { uploadFiles } = genUploader<UploadRouter>({
        url: "/api/uploadthing",
        package: "daybook",
      });
      await Promise.all(
        files.map(async (file) => {
          const id = next.current++;
          const say = (words: string, failed = false) =>
            setLines((all) => [
              ...all.filter((line) => line.id !== id),
              { id, name: file.name, words, failed },
            ]);
          say("Adding");
          try {
            await uploadFiles("evidence", {
              files: [file],
              input: { draftId, reportId, arrivedBy },
              onUploadProgress: ({ progress }) => say(`Adding, ${Math.round(progress)}%`),
            });
            say("Added");
            router.refresh();
          } catch (error) {
            const data = (error as { data?: { error?: string; message?: string } }).data;
            const words =
              data?.error ?? data?.message ?? (error instanceof Error ? error.message : "");
            say(/[A-Z].* /.test(words) ? words : "The file could not be added. Try again", true);
          }
        }),
      );
    },
    [draftId, reportId, router],
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
        Pictures, PDF, sound, film, e-mails (.eml), texts, or a chat exported from WhatsApp (.txt or
        .zip), up to 25MB each and 20 files
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
      <ul aria-live="polite" className="mt-3 space-y-1">
        {lines
          .toSorted((a, b) => a.id - b.id)
          .map((line) => (
            <li className={line.failed ? "font-semibold text-danger" : "text-soft"} key={line.id}>
              {line.name}: {line.words}
            </li>
          ))}
      </ul>
    </form>
  );
}
