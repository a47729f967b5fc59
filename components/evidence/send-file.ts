import type { UploadRouter } from "@/lib/evidence/route-uploads";

export type Arrival = "pasted" | "chosen" | "dropped";
/** Where a file goes: a phone's link knows the place by itself and tells nobody. */
export type UploadPlace =
  | { draftId?: string | undefined; reportId?: string | undefined; arrivedBy: Arrival }
  | { phone: true };
const tries = 5;
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    });
  });

type Said = { error?: string; message?: string } | null | undefined;
/**
 * What the server said in words, or null when nobody answered: then it is worth another try. Of an
 * upload the client keeps it as data, of what was announced as the cause; a lost line is an Error.
 */
function wordsOf(error: unknown): string | null {
  const { data, cause } = error as { data?: Said; cause?: Said | Error };
  const said = data ?? (cause instanceof Error ? null : cause);
  const words = said?.error ?? said?.message ?? "";
  return /[A-Z].* /.test(words) ? words : null;
}

/**
 * Sends one file. What was cut goes on where it ended, after a pause that grows from half a second;
 * the mark of this choice keeps a repeat after a lost answer the same upload. Cancelling takes what
 * came of it away again. Throws a sentence for the person.
 */
export async function sendFile(
  file: File,
  to: UploadPlace,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (percent: number) => void },
): Promise<"added" | "cancelled"> {
  const { genUploader } = await import("uploadthing/client");
  // A line break in a name, or thousands of letters, break the head of the part it is sent in.
  const name = [...file.name.replace(/\p{Cc}/gu, " ")].slice(-200).join("");
  const named = new File([file], name, file);
  const once = crypto.randomUUID();
  const phone = "phone" in to;
  let address = "";
  const { uploadFiles } = genUploader<UploadRouter>({
    url: `/api/uploadthing${phone ? "?by=phone" : ""}`,
    package: "daybook",
    fetch: (input, init) => {
      if (init?.method === "HEAD") address = String(input);
      return fetch(input, init);
    },
  });
  for (let tried = 1; ; tried++) {
    try {
      await uploadFiles("evidence", {
        files: [named],
        input: phone ? { arrivedBy: "chosen", once } : { ...to, once },
        signal,
        onUploadProgress: ({ progress }) => onProgress(Math.min(100, Math.round(progress))),
      });
      return "added";
    } catch (error) {
      if (signal.aborted) {
        const answer = address ? await fetch(address, { method: "DELETE" }) : null;
        if (answer?.status === 409) throw new Error((await answer.json()).error);
        return "cancelled";
      }
      const words = wordsOf(error);
      // A try of before that the server still had in its hand can cut this one short.
      if (words !== null && !/^(Ask how much|The upload was cut)/.test(words))
        throw new Error(words);
      if (tried === tries) throw new Error("The connection was lost. Choose the file again");
      await pause(500 * 2 ** (tried - 1), signal);
    }
  }
}
