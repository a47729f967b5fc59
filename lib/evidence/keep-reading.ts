import { sql } from "drizzle-orm";
import { evidenceReadings, type Inside } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import type { Message, Reading } from "./types";

const batch = 5000;

/** What PostgreSQL takes as text: no NUL, and no half of a character. */
const clean = (text: string) => text.replaceAll("\0", "\ufffd").toWellFormed();

/** Writes what was read out of an original beside it, in the transaction that keeps the original. */
export async function keepReading(
  tx: Tx,
  actor: Actor,
  item: { id: string; sha256: string; reading: Reading; messages: Message[]; inside: Inside[] },
): Promise<void> {
  const { reading, messages } = item;
  const key = { schoolId: actor.schoolId, evidenceId: item.id };
  await tx.insert(evidenceReadings).values({
    ...key,
    ...reading,
    sha256: item.sha256,
    headers: reading.headers.map(({ name, value, line }) => ({
      name: clean(name),
      value: clean(value),
      line: clean(line),
    })),
    body: reading.body === null ? null : clean(reading.body),
    messages: messages.length,
    inside: item.inside.map(({ name, why }) => ({ name: clean(name), why })),
  });
  for (let first = 0; first < messages.length; first += batch) {
    const rows = messages
      .slice(first, first + batch)
      .map((message, index) => [
        first + index + 1,
        message.sender === null ? null : clean(message.sender),
        message.sentLocal,
        clean(message.words),
        clean(message.original),
      ]);
    await tx.execute(sql`insert into evidence_messages
        (school_id, evidence_id, position, sender, sent_local, words, original)
      select ${actor.schoolId}::uuid, ${item.id}::uuid, (m ->> 0)::int, m ->> 1, m ->> 2, m ->> 3, m ->> 4
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) m`);
  }
}
