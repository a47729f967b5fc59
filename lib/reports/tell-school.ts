import { sql } from "drizzle-orm";
import { type Tx, withNobody, withScope } from "@/db/scope";
import { openCode } from "@/lib/access/open-code";
import { runOnce } from "@/lib/access/run-once";
import type { Actor } from "@/lib/access/types";
import { check } from "@/lib/errors";
import { saveDraft } from "./save-draft";
import { type Answers, parseReport, pickAnswers } from "./schema";
import { sendReport } from "./send-report";
import { startDraft } from "./start-draft";

/** The pages of a report without signing in, and the questions of each. The first two come alone. */
export const tellSteps = [
  ["safety"],
  [],
  ["type", "account"],
  ["when", "date-day", "date-month", "date-year", "platform"],
  ["affected", "affectedName", "named0Name", "named0Kind", "about"],
  ["name", "wish"],
] as const;

/** What is wrong on one page, or on all of them, in the words shown beside the fields. */
export function tellErrors(answers: Answers, at: Date, step?: number): Record<string, string> {
  const { errors } = parseReport(pickAnswers(answers), at);
  const all = Object.entries(errors ?? {});
  if (step === undefined) return Object.fromEntries(all);
  const asked: readonly string[] = tellSteps[step] ?? [];
  return Object.fromEntries(
    all.filter(([name]) => asked.includes(name === "date" ? "date-day" : name)),
  );
}

async function send(tx: Tx, actor: Actor, answers: Answers): Promise<string> {
  const { draftId } = await startDraft(tx, actor);
  await saveDraft(tx, actor, { draftId, answers });
  return (await sendReport(tx, actor, { draftId, recipient: "" })).reference;
}

/**
 * A report by somebody without an account (B5.4), routed and walled like any other. Answers with
 * its reference and the code that opens it, kept nowhere; null when the school takes none. The same
 * form twice is one report with one code. Throws "check" with a sentence for each wrong answer.
 */
export async function tellSchool(input: {
  door: string;
  key: string;
  answers: Answers;
  address: string;
}): Promise<{ code: string; reference: string } | null> {
  const answers = { ...pickAnswers(input.answers), recipient: "" };
  const errors = tellErrors(answers, new Date());
  if (Object.keys(errors).length > 0) throw check(errors);
  const name = String(input.answers.name ?? "").trim();
  const opened = await openCode({ ...input, name: name.slice(0, 120) });
  if (!opened) return null;
  const { tokenHash } = opened.claims;
  try {
    const reference = await withScope({ tokenHash }, (tx, actor) =>
      runOnce(tx, actor, input.key, "tell-school", () => send(tx, actor, answers)),
    );
    return { code: opened.code, reference };
  } finally {
    await withNobody((tx) => tx.execute(sql`select sec.end_session(decode(${tokenHash}, 'hex'))`));
  }
}
