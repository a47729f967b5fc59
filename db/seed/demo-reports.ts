import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type postgres from "postgres";
import { closeDatabase, withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { closeReport } from "@/lib/cases/close-report";
import { moveCase } from "@/lib/cases/move-case";
import { openCase } from "@/lib/cases/open-case";
import { localDay } from "@/lib/dates";
import { stageEvidence } from "@/lib/evidence/stage-evidence";
import { freezeSnapshot } from "@/lib/governance/freeze-snapshot";
import { saveDraft } from "@/lib/reports/save-draft";
import { sendReport } from "@/lib/reports/send-report";
import { startDraft } from "@/lib/reports/start-draft";
import { enterDates } from "@/lib/retention/enter-dates";
import { stories } from "./demo-stories";
import { drawScreenshot } from "./draw-screenshot";

export async function signIn(
  sql: postgres.Sql,
  schoolId: string,
  role: string,
): Promise<{ tokenHash: string; personId: string }> {
  const [person] = await sql`select a.id as account_id, a.person_id from accounts a
    join role_assignments r on r.school_id = a.school_id and r.person_id = a.person_id
    where a.school_id = ${schoolId} and r.role = ${role}
    order by (select count(*) from role_assignments x where x.school_id = a.school_id and x.person_id = a.person_id), a.email
    limit 1`;
  if (!person) throw new Error(`Nobody holds ${role}`);
  const hash = createHash("sha256").update(randomBytes(32)).digest();
  await sql`insert into sessions (token_hash, school_id, account_id, person_id, method, second_factor, created_at,
      last_seen_at, idle_expires_at, absolute_expires_at, user_agent)
    values (${hash}, ${schoolId}, ${person.account_id}, ${person.person_id}, 'demo', true, now(), now(),
      now() + interval '1 hour', now() + interval '1 hour', 'Filling the demo')`;
  return { tokenHash: hash.toString("hex"), personId: person.person_id };
}

const daysFromNow = (days: number, hours = 0) =>
  localDay(new Date(Date.now() + (days * 24 + hours) * 3_600_000));
/** A day as its three fields post it. */
const partsOf = (name: string, day: string) => {
  const [year, month, date] = day.split("-");
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Some weeks of reports and cases, written by the product's own verbs. */
export async function demoReports(sql: postgres.Sql): Promise<void> {
  const schools = await sql`select id from schools order by name`;
  for (const { id } of schools) {
    const as = new Map<string, string>();
    for (const role of ["staff", "line-manager", "deputy-dsl", "dsl", "headteacher"]) {
      as.set(role, (await signIn(sql, id, role)).tokenHash);
    }
    for (const story of stories) {
      // A school morning, some days ago: the clocks of the record run from then.
      const at = new Date(Date.now() - story.days * 86_400_000 - 3 * 3_600_000);
      const act = <T>(role: string, later: number, work: (tx: never, actor: Actor) => Promise<T>) =>
        withScope(
          { tokenHash: as.get(role) ?? "", at: new Date(at.getTime() + later * 3_600_000) },
          work as never,
        ) as Promise<T>;
      const draftId = await act(story.by, 0, async (tx, actor) => {
        const draft = await startDraft(tx, actor);
        const answers = { safety: "no", when: "today", ...story.answers };
        await saveDraft(tx, actor, { ...draft, answers });
        return draft.draftId;
      });
      for (const [i, lines] of (story.pictures ?? []).entries()) {
        const place = String(story.answers.platform);
        const bytes = await drawScreenshot(
          place,
          lines.map(([by, words]) => ({ by, words })),
        );
        const claims = { tokenHash: as.get(story.by) ?? "", at };
        await stageEvidence(claims, {
          id: randomUUID(),
          to: { draftId },
          stream: Readable.from([bytes]),
          name: `Screenshot ${i + 1}.png`,
          arrivedBy: "pasted",
        });
      }
      const { reportId } = await act(story.by, 0, (tx, actor) =>
        sendReport(tx, actor, { draftId, recipient: "" }),
      );
      const [triage] = await sql`select severity, track from triages where report_id = ${reportId}`;
      const input = { reportId, version: 1 };
      if (story.then === "case") {
        const { caseId } = await act("dsl", 2, (tx, actor) =>
          openCase(tx, actor, {
            ...input,
            track: triage?.track,
            severity: triage?.severity,
            severityReason: "",
          }),
        );
        const { later } = story;
        if (later) {
          const [found] = await sql`select version from cases where id = ${caseId}`;
          // Due at five: what is due today is due tomorrow when the day is nearly over.
          const review = partsOf("review", daysFromNow(later.review ?? 0, 8));
          const posted = { ...later.answers, ...(later.action === "monitor" ? review : {}) };
          await act("dsl", (story.days - later.days) * 24, (tx, actor) =>
            moveCase(tx, actor, {
              ...posted,
              caseId,
              version: found?.version,
              action: later.action,
            }),
          );
        }
        if (story.left !== undefined) {
          const leftOn = daysFromNow(-story.left);
          const [child] = await sql`select person_id from involvements where report_id = ${reportId}
            and part = 'affected'`;
          await act("dsl", (story.days - story.left + 1) * 24, (tx, actor) =>
            enterDates(tx, actor, { caseId, personId: child?.person_id, bornOn: null, leftOn }),
          );
        }
      }
      if (story.then === "closed") {
        await act("dsl", 3, (tx, actor) =>
          closeReport(tx, actor, {
            ...input,
            wishesSeen: "yes",
            reason: "Talked with those involved. One occasion, settled, and nobody is at risk.",
          }),
        );
      }
    }
    await withScope({ tokenHash: as.get("headteacher") ?? "" }, (tx, actor) =>
      freezeSnapshot(tx, actor, { term: "Autumn 2026", meetingOn: "2026-11-18", notes: "" }),
    );
    // What was dealt with weeks ago is no news.
    await sql`update notices n set read_at = n.created_at where school_id = ${id}
      and not exists (select 1 from triages t where t.school_id = n.school_id
        and t.report_id = n.matter_id and t.state = 'new')`;
    await sql`delete from sessions where school_id = ${id}`;
  }
  await closeDatabase();
}
