import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { complaintOutcomes, complaintStages, complaintSubjects } from "./complaint-form";

const pageSize = 25;

export type Complaint = {
  id: string;
  reference: string;
  state: string;
  owner: string | null;
  received: string;
  stage: string;
  subject: string;
  outcome: string;
  dueAt: Date | null;
};

/**
 * Every case that answers a complaint and that this person sees, those not answered first. One they
 * are walled from neither shows nor counts.
 */
export async function listComplaints(
  tx: Tx,
  actor: Actor,
  page: number,
): Promise<{ rows: Complaint[]; more: boolean }> {
  if (!mayAct(actor, "record-complaint")) throw notFound();
  const rows = (await tx.execute(sql`
    select c.id, c.reference, c.state, c.due_at, p.name as owner, r.answers
    from (select distinct on (case_id) case_id, answers from case_records
      where school_id = ${actor.schoolId}::uuid and kind = 'complaint'
      order by case_id, version desc) r
    join cases c on c.school_id = ${actor.schoolId}::uuid and c.id = r.case_id
    left join people p on p.school_id = c.school_id and p.id = c.owner_id
    order by r.answers ->> 'outcome' <> 'open', r.answers ->> 'received' desc, c.id
    limit ${pageSize + 1} offset ${(page - 1) * pageSize}`)) as unknown as {
    id: string;
    reference: string;
    state: string;
    due_at: string | null;
    owner: string | null;
    answers: Record<string, string>;
  }[];
  const word = (words: Record<string, string>, code: string | undefined) =>
    words[code ?? ""] ?? code ?? "";
  return {
    rows: rows.slice(0, pageSize).map(({ answers, due_at, ...row }) => ({
      ...row,
      received: answers.received ?? "",
      stage: word(complaintStages, answers.stage),
      subject: word(complaintSubjects, answers.subject),
      outcome: word(complaintOutcomes, answers.outcome),
      dueAt: answers.outcome === "open" && due_at ? new Date(due_at) : null,
    })),
    more: rows.length > pageSize,
  };
}
