import type postgres from "postgres";
import type { startReplay } from "./replay.ts";

type Replay = Awaited<ReturnType<typeof startReplay>>["replay"];

/** Drafts, puts aside and gives a disclosure of a case, each sent as everybody else too. */
export async function replayDisclosures(
  replay: Replay,
  sql: postgres.Sql,
  caseId: string,
): Promise<void> {
  const chosen = await sql`select e.id from evidence e join case_reports c on c.case_id = ${caseId}
    and c.school_id = e.school_id and c.report_id = e.report_id where e.state = 'attached'`;
  const fields = {
    purpose: "police",
    recipient: "PC Ada Byron",
    organisation: "Borsetshire Police",
    basis: "crime",
    reason: "They asked for it.",
    chronology: "yes",
    reporter: "no",
    lent: "no",
    ...Object.fromEntries(chosen.map((item) => [`item-${item.id}`, "include"])),
  };
  const form = [`/cases/${caseId}/disclosures/new`, "Continue", fields] as const;
  const first = await replay("draftDisclosureAction", "dsl", ...form);
  await replay("dropDisclosureAction", "dsl", first, "Put it aside");
  const second = await replay("draftDisclosureAction", "dsl", ...form);
  await replay("confirmDisclosureAction", "dsl", second, "Give it", { sure: "yes" });
}
