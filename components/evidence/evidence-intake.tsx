"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";

type Arrival = "pasted" | "chosen" | "dropped";
type Line = {
  id: number;
  name: string;
  percent: number;
  state: "adding" | "added" | "cancelled" | "failed";
  words: string;
  stop: AbortController;
};

const clock = () =>
  new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true })
    .format(new Date())
    .replace(/\s/g, "")
    .replace(":", ".");

/** What is read aloud: the beginning, each quarter and the end, and no number in between. */
function spoken({ name, state, percent, words }: Line): string {
  const quarter = Math.floor(percent / 25) * 25;
  return state === "adding" && quarter > 0 ? `${quarter}% of ${name}` : `${words}: ${name}`;
}

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
  const router = useRouter();
  const [lines, setLines] = useState<Line[]>([]);
  const [over, setOver] = useState(false);
  const pasted = useRef(0);
  const next = useRef(0);
  const { draftId, reportId } = to;

  const send = useCallback(
    async (files: File[], arrivedBy: Arrival) => {
      const { sendFile } = await import("./send-file");
      await Promise.all(
        files.map(async (file) => {
          const id = next.current++;
          const stop = new AbortController();
          const change = (part: Partial<Line>) =>
            setLines((all) => all.map((line) => (line.id === id ? { ...line, ...part } : line)));
          const words = "Adding";
          const line: Line = { id, name: file.name, percent: 0, state: "adding", words, stop };
          setLines((all) => [...all, line]);
          try {
            const end = await sendFile(
              file,
              { draftId, reportId, arrivedBy },
              { signal: stop.signal, onProgress: (percent) => change({ percent }) },
            );
            change({ state: end, words: end === "added" ? "Added" : "Cancelled" });
            if (end === "added") {
              router.refresh();
              // What a machine reads on a picture comes a little later (reading-offer).
              if (file.type.startsWith("image/")) setTimeout(() => router.refresh(), 8000);
            }
          } catch (error) {
            change({ state: "failed", words: (error as Error).message });
            router.refresh();
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
      <ul className="mt-3 space-y-2">
        {lines.map((line) => (
          <li className="flex flex-wrap items-center gap-x-3" key={line.id}>
            <span
              className={line.state === "failed" ? "font-semibold text-danger" : "text-soft"}
              id={`upload-${line.id}`}
            >
              {line.name}: {line.words}
              {line.state === "adding" ? `, ${line.percent}%` : null}
            </span>
            {line.state === "adding" ? (
              <>
                <progress
                  aria-labelledby={`upload-${line.id}`}
                  className="h-2 w-40 accent-accent"
                  max={100}
                  value={line.percent}
                />
                <button
                  className="min-h-11 px-2 text-accent underline underline-offset-2"
                  onClick={() => line.stop.abort()}
                  type="button"
                >
                  Cancel<span className="sr-only"> {line.name}</span>
                </button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      <p aria-live="polite" className="sr-only">
        {lines.map(spoken).join(". ")}
      </p>
    </form>
  );
}
