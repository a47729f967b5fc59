import type { z } from "zod";
import { letterTemplates } from "@/db/schema/letters";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { check, conflict, notFound, postgresCode } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { strangers } from "./fill-letter";
import { templateOf } from "./list-letters";
import type { saveTemplateSchema } from "./schema";

/** The school's own words of a letter: the next version, never a change of the last. */
export async function saveTemplate(
  tx: Tx,
  actor: Actor,
  { kind, title, words, after }: z.output<typeof saveTemplateSchema>,
): Promise<{ kind: string }> {
  const role = roleFor(actor, "set-letters");
  if (!role) throw notFound();
  const unknown = strangers(words)[0];
  if (unknown !== undefined)
    throw check({ words: `{${unknown}} is nothing that can be filled in. Use the names below` });
  const last = await templateOf(tx, actor, kind);
  if (last.version !== after)
    throw conflict("Somebody changed this letter meanwhile. Read theirs, then save yours");
  const row = { kind, title, words, version: after + 1 };
  try {
    await tx.transaction((inner) =>
      inner.insert(letterTemplates).values({
        ...row,
        schoolId: actor.schoolId,
        changedAt: actor.at,
        changedBy: actor.personId,
      }),
    );
  } catch (error) {
    if (postgresCode(error) !== "23505") throw error;
    throw conflict("Somebody changed this letter meanwhile. Read theirs, then save yours");
  }
  await appendLedger(tx, {
    role,
    action: "letter-template-saved",
    object: { kind: "school", id: actor.schoolId },
    reason: kind,
    values: { title, words },
  });
  return { kind };
}
