import type postgres from "postgres";
import { closeDatabase, withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { enterRegister } from "@/lib/registers/enter-register";
import { moveEntry } from "@/lib/registers/move-entry";
import { signIn } from "./demo-reports";

type Line = {
  by: string;
  kind: string;
  /** Days ago. */
  days: number;
  answers: Record<string, string>;
  /** Who took which step, a day later each. */
  then?: [by: string, action: string, words: string][];
};

/** Made-up entries of every register, in every standing. */
const lines: Line[] = [
  {
    by: "staff",
    kind: "name-logo",
    days: 350,
    answers: { what: "The logo on the poster of the summer fair" },
    then: [["headteacher", "approve", "On the poster alone"]],
  },
  {
    by: "staff",
    kind: "family-tie",
    days: 90,
    answers: { who: "Ruby Dale", tie: "She is my niece" },
    then: [
      ["headteacher", "discuss", "Asha does not mark her work or meet her parents for school."],
      ["headteacher", "acknowledge", ""],
    ],
  },
  {
    by: "staff",
    kind: "photographing",
    days: 4,
    answers: {
      what: "The winter concert, for the newsletter",
      equipment: "The school camera; pictures go to the shared drive the same day",
    },
    then: [["headteacher", "approve", "Only children whose consent is on file"]],
  },
  {
    by: "staff",
    kind: "phone-on",
    days: 1,
    answers: { what: "My father is in hospital and they may call" },
  },
  {
    by: "staff",
    kind: "photo-consent",
    days: 200,
    answers: {
      who: "Leo Fenn",
      given: "Lisa Fenn, on the paper form",
      what: "In school and in the newsletter. Leo said yes too.",
    },
  },
  {
    by: "line-manager",
    kind: "phone-on",
    days: 60,
    answers: { what: "A child of mine was ill" },
    then: [["dsl", "approve", ""]],
  },
  {
    by: "line-manager",
    kind: "social-contact",
    days: 12,
    answers: { who: "Theo Wright", tie: "His father and I play in the same band" },
  },
  {
    by: "deputy-dsl",
    kind: "official-account",
    days: 300,
    answers: {
      what: "The school's picture channel",
      reason: "Parents see what the classes do",
      others: "The office manager",
    },
    then: [["headteacher", "approve", "No comments, no faces"]],
  },
  {
    by: "headteacher",
    kind: "personal-equipment",
    days: 2,
    answers: { what: "My own laptop while mine is repaired" },
  },
  {
    by: "dsl",
    kind: "prevention",
    days: 30,
    answers: { what: "An assembly about group chats", "for-whom": "All classes" },
  },
];
const review = {
  by: "dsl",
  kind: "filtering-review",
  answers: {
    "who-took-part": "The DSL, the network manager and the link governor",
    what: "Blocked and allowed categories, alerts and who reads them. All as agreed.",
    decided: "Alerts go to the deputy as well",
  },
};

/** What the registers hold, written by the product's own verbs; nobody is told of the past. */
export async function demoRegisters(sql: postgres.Sql): Promise<void> {
  const schools = await sql`select id from schools order by name`;
  for (const [index, { id }] of schools.entries()) {
    const signed = new Map<string, string>();
    const act = async <T>(
      role: string,
      at: Date,
      work: (tx: never, actor: Actor) => Promise<T>,
    ) => {
      if (!signed.has(role)) signed.set(role, (await signIn(sql, id, role)).tokenHash);
      return withScope({ tokenHash: signed.get(role) ?? "", at }, work as never) as Promise<T>;
    };
    // The second school's review is overdue.
    for (const line of [...lines, { ...review, days: index === 0 ? 80 : 400 } as Line]) {
      const at = (later: number) => new Date(Date.now() - (line.days - later / 2) * 86_400_000);
      const { kind, answers } = line;
      const { entryId } = await act(line.by, at(0), (tx, actor) =>
        enterRegister(tx, actor, { kind, from: null, until: null, answers }),
      );
      for (const [step, [by, action, words]] of (line.then ?? []).entries())
        await act(by, at(step + 1), (tx, actor) =>
          moveEntry(tx, actor, { entryId, action, words }),
        );
    }
    await sql`delete from sessions where school_id = ${id}`;
  }
  await sql`update notices set read_at = created_at where kind like 'register-%'`;
  await sql`insert into register_reminders (school_id, entry_id, ends_on, stage, at)
    select school_id, id, ends_on, n, now() from register_entries, unnest(array[30, 7, 0]) n
    where ends_on - n <= current_date + 1 on conflict do nothing`;
  await closeDatabase();
}
