import { createHash, randomBytes } from "node:crypto";
import type postgres from "postgres";
import { closeDatabase, withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { closeReport } from "@/lib/cases/close-report";
import { openCase } from "@/lib/cases/open-case";
import { freezeSnapshot } from "@/lib/governance/freeze-snapshot";
import { saveDraft } from "@/lib/reports/save-draft";
import { sendReport } from "@/lib/reports/send-report";
import { startDraft } from "@/lib/reports/start-draft";

type Story = {
  days: number;
  by: string;
  answers: Record<string, string | string[]>;
  then: "waits" | "case" | "closed";
  handler?: string;
};

/** Made-up, and varied enough that the queue, the cases and the governors' view have something to show. */
const stories: Story[] = [
  {
    days: 58,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Poppy Ives",
      platform: "Chat app",
      account: "A group was made to laugh at her drawing. She stayed at home on Friday.",
    },
  },
  {
    days: 55,
    by: "line-manager",
    then: "closed",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Review site",
      account: "A one-star review says that the phase leader is lazy. No name is given.",
    },
  },
  {
    days: 51,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      subtype: "threat",
      affectedName: "Noah Grant",
      platform: "Game",
      account: "A voice in the game said where he lives and that they would come.",
    },
  },
  {
    days: 47,
    by: "staff",
    then: "closed",
    answers: {
      type: "PUP",
      affectedName: "Kai Morgan",
      platform: "Phone in class",
      account: "He filmed part of a lesson and showed it to friends.",
    },
  },
  {
    days: 44,
    by: "deputy-dsl",
    then: "case",
    answers: {
      type: "HRM",
      affectedName: "Maya Stone",
      platform: "Video app",
      account: "She says that the app keeps showing videos about not eating.",
    },
  },
  {
    days: 40,
    by: "line-manager",
    then: "case",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Community group",
      account:
        "The same account writes about me under every post of the group, eleven times this week.",
    },
  },
  {
    days: 36,
    by: "staff",
    then: "closed",
    answers: {
      type: "CYB",
      affectedName: "Leo Fenn",
      platform: "Chat app",
      account: "Two friends fell out and wrote rude words to each other. They have made up.",
    },
  },
  {
    days: 33,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Amira Yusuf",
      platform: "Chat app",
      account: "She was put out of the class group, and then a poll about her was made.",
    },
  },
  {
    days: 29,
    by: "line-manager",
    then: "case",
    answers: {
      type: "CYB",
      affected: "me",
      platform: "Parents' group",
      account: "A parent posted my photograph with insults. Forty people answered.",
    },
  },
  {
    days: 24,
    by: "staff",
    then: "closed",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Short messages",
      account: "A fake quotation with my name was passed round for an afternoon.",
    },
  },
  {
    days: 20,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Isla Boyd",
      platform: "Picture app",
      account: "A comment says that everybody hates her. She showed it to me and cried.",
    },
  },
  {
    days: 16,
    by: "deputy-dsl",
    then: "closed",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Forum",
      account: "A user answers each school notice with an angry face and a rhyme.",
    },
  },
  {
    days: 11,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Ruby Dale",
      platform: "Chat app",
      account: "Messages at night from a number nobody knows, calling her names.",
    },
  },
  {
    days: 8,
    by: "line-manager",
    then: "waits",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Community group",
      account: "A long post says that the school hides things. My name is in the comments.",
    },
  },
  {
    days: 3,
    by: "staff",
    then: "waits",
    answers: {
      type: "CYB",
      affectedName: "Theo Wright",
      platform: "Game",
      account: "Older players shout at him and tell him to go and hurt himself.",
      subtype: "threat",
    },
  },
  {
    days: 1,
    by: "staff",
    then: "waits",
    answers: {
      type: "CYB",
      affected: "me",
      platform: "Parents' group",
      account: "A parent calls me a liar about the trip and asks others to complain.",
    },
  },
];

async function signIn(
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
      const { reportId } = await act(story.by, 0, async (tx, actor) => {
        const { draftId } = await startDraft(tx, actor);
        await saveDraft(tx, actor, {
          draftId,
          answers: { safety: "no", when: "today", ...story.answers },
        });
        return sendReport(tx, actor, { draftId, recipient: "" });
      });
      const [triage] = await sql`select severity, track from triages where report_id = ${reportId}`;
      const input = { reportId, version: 1 };
      if (story.then === "case") {
        await act("dsl", 2, (tx, actor) =>
          openCase(tx, actor, {
            ...input,
            track: triage?.track,
            severity: triage?.severity,
            severityReason: "",
          }),
        );
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
    await sql`delete from sessions where school_id = ${id}`;
  }
  await closeDatabase();
}
