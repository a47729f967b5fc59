import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "./add-event";
import { loadCase } from "./load-case";
import type { noteCaseSchema } from "./schema";

export async function noteCase(tx: Tx, actor: Actor, input: z.output<typeof noteCaseSchema>) {
  const { role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "note",
    action: "case-noted",
    title: "Note",
    words: input.words,
  });
  return { caseId: input.caseId };
}
