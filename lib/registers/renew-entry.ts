import { and, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import { registerEntries } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { enterRegister } from "./enter-register";
import { loadEntry } from "./load-entry";
import { kindByCode } from "./read-kinds";
import type { renewEntrySchema } from "./schema";
import type { Entry, Kind } from "./types";

/** A permission that was given and not ended can be asked for again as it is. */
export const isRenewable = (entry: Entry, holder: boolean) =>
  holder && entry.register === "permission" && entry.state === "approved" && entry.endsOn !== null;

/** Asks again for what one had, with the same answers; it goes through the same hands anew. */
export async function renewEntry(tx: Tx, actor: Actor, input: z.output<typeof renewEntrySchema>) {
  const entry = await loadEntry(tx, actor, input.entryId);
  if (!isRenewable(entry, entry.holderId === actor.personId)) throw notFound();
  const [open] = await tx
    .select({ id: registerEntries.id })
    .from(registerEntries)
    .where(
      and(
        eq(registerEntries.schoolId, actor.schoolId),
        eq(registerEntries.renews, entry.id),
        inArray(registerEntries.state, ["asked", "approved"]),
      ),
    );
  if (open) throw conflict("You have already asked for it again");
  const kind: Kind = await kindByCode(tx, actor, entry.kind);
  const person = kind.fields.find((field) => field.type === "person");
  return enterRegister(tx, actor, {
    kind: entry.kind,
    from: null,
    until: null,
    answers: {
      ...entry.answers,
      ...(person && entry.aboutName ? { [person.name]: entry.aboutName } : {}),
      // A question the school added since: what was said then stands.
      ...(kind.question && !entry.answers.more ? { more: "As before" } : {}),
    },
    renews: entry.id,
  });
}
