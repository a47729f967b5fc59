import type { z } from "zod";
import { clockReadings } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import type { chooseReadingSchema } from "./schema";

/** Which reading of a time the school goes by, where authorities differ; clocks that run stay. */
export async function chooseReading(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof chooseReadingSchema>,
) {
  const role = roleFor(actor, "set-clocks");
  if (!role) throw notFound();
  const chosen = { reading: input.reading, chosenAt: actor.at, chosenBy: actor.personId };
  await tx
    .insert(clockReadings)
    .values({ schoolId: actor.schoolId, kind: input.kind, ...chosen })
    .onConflictDoUpdate({ target: [clockReadings.schoolId, clockReadings.kind], set: chosen });
  await appendLedger(tx, {
    role,
    action: "reading-chosen",
    object: { kind: "school", id: actor.schoolId },
    reason: `${input.kind}-${input.reading}`,
  });
  return {};
}
