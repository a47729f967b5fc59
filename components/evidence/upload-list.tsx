"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import type { UploadPlace } from "./send-file";

type Line = {
  id: number;
  name: string;
  percent: number;
  state: "adding" | "added" | "cancelled" | "failed" | "offered";
  words: string;
  stop: AbortController;
  /** A copy that can go up in its place. */
  copy?: File;
};

const offer =
  "This is an iPhone photo (HEIC), which cannot be kept here as it is. This browser can make a JPEG copy of it, without the date and place that are in the photo. Keep the original";

/** What is read aloud: the beginning, each quarter and the end, and no number in between. */
function spoken({ name, state, percent, words }: Line): string {
  const quarter = Math.floor(percent / 25) * 25;
  return state === "adding" && quarter > 0 ? `${quarter}% of ${name}` : `${words}: ${name}`;
}

/** Each file goes up by itself, several side by side, and says how it goes. */
export function useUploads<P extends UploadPlace>() {
  const router = useRouter();
  const [lines, setLines] = useState<Line[]>([]);
  const next = useRef(0);

  const change = useCallback(
    (id: number, part: Partial<Line>) =>
      setLines((all) => all.map((line) => (line.id === id ? { ...line, ...part } : line))),
    [],
  );
  const add = useCallback((name: string, part: Partial<Line> = {}) => {
    const id = next.current++;
    const stop = new AbortController();
    const line: Line = { id, name, percent: 0, state: "adding", words: "Adding", stop, ...part };
    setLines((all) => [...all, line]);
    return line;
  }, []);

  const sendOne = useCallback(
    async (file: File, to: P) => {
      const { isHeic, copyAsJpeg } = await import("./convert-picture");
      const copy = isHeic(file) ? await copyAsJpeg(file) : null;
      if (copy) {
        add(file.name, { state: "offered", words: offer, copy });
        return;
      }
      const { id, stop } = add(file.name);
      try {
        const { sendFile } = await import("./send-file");
        const end = await sendFile(file, to, {
          signal: stop.signal,
          onProgress: (percent) => change(id, { percent }),
        });
        change(id, { state: end, words: end === "added" ? "Added" : "Cancelled" });
        if (end === "added") {
          router.refresh();
          // What a machine reads on a picture comes a little later (reading-offer).
          if (file.type.startsWith("image/")) setTimeout(() => router.refresh(), 8000);
        }
      } catch (error) {
        change(id, { state: "failed", words: (error as Error).message });
        router.refresh();
      }
    },
    [add, change, router],
  );
  const send = useCallback(
    (files: File[], to: P) => Promise.all(files.map((file) => sendOne(file, to))),
    [sendOne],
  );
  const settle = useCallback(
    (line: Line, to: P | null) => {
      change(line.id, { state: "cancelled", words: to ? "A copy goes in its place" : "Left out" });
      if (to && line.copy) void sendOne(line.copy, to);
    },
    [change, sendOne],
  );
  return { lines, send, settle };
}

const plain = "min-h-11 px-2 text-accent underline underline-offset-2";

export function UploadList({
  lines,
  onSettle,
}: {
  lines: Line[];
  onSettle: (line: Line, take: boolean) => void;
}) {
  return (
    <>
      <ul className="mt-3 space-y-2">
        {lines.map((line) => (
          <li className="flex flex-wrap items-center gap-x-3" key={line.id}>
            <span
              className={`min-w-0 break-words ${line.state === "failed" ? "font-semibold text-danger" : "text-soft"}`}
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
                <button className={plain} onClick={() => line.stop.abort()} type="button">
                  Cancel<span className="sr-only"> {line.name}</span>
                </button>
              </>
            ) : null}
            {line.state === "offered" ? (
              <>
                <button className={plain} onClick={() => onSettle(line, true)} type="button">
                  Add a JPEG copy<span className="sr-only"> of {line.name}</span>
                </button>
                <button className={plain} onClick={() => onSettle(line, false)} type="button">
                  Leave it out<span className="sr-only"> {line.name}</span>
                </button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      <p aria-live="polite" className="sr-only">
        {lines.map(spoken).join(". ")}
      </p>
    </>
  );
}
