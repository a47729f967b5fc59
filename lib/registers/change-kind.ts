import type { z } from "zod";
import { registerKinds } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { clauseChoices, kindByCode } from "./read-kinds";
import type { changeKindSchema } from "./schema";

/** The longest a permission can last, in months: what nobody looks at again is no permission. */
const longest = 60;

/** The school says who answers a kind, how long it lasts and what is asked. Entries keep what was. */
export async function changeKind(tx: Tx, actor: Actor, input: z.output<typeof changeKindSchema>) {
  const role = roleFor(actor, "set-registers");
  if (!role) throw notFound();
  const kind = await kindByCode(tx, actor, input.kind);
  const answered = kind.register !== "consent" && kind.register !== "record";
  if (answered && input.approvers.length === 0) throw check({ approver: "Select who answers" });
  if (kind.code === "filtering-review" && !input.enabled)
    throw check({ enabled: "The DfE's standards ask every school for it" });
  const months = (input.lasts ?? 0) / (input.unit === "days" ? 30 : 1);
  if (months > longest) throw check({ lasts: "Enter five years or less" });
  if (input.lasts === null && kind.register === "consent")
    throw check({ lasts: "Enter how long a consent holds, such as 24 months" });
  if (input.lasts === null && kind.code === "filtering-review")
    throw check({ lasts: "Enter how long a review holds, 12 months at most" });
  if (kind.code === "filtering-review" && months > 12)
    throw check({ lasts: "A review holds for 12 months at most (DfE standard)" });
  const known = (await clauseChoices(tx, actor)).some((one) => one.id === input.clauseId);
  await tx.insert(registerKinds).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    ...input,
    approvers: answered ? input.approvers : [],
    clauseId: known ? input.clauseId : null,
    changedAt: actor.at,
    changedBy: actor.personId,
  });
  await appendLedger(tx, {
    role,
    action: "register-kind-changed",
    object: { kind: "school", id: actor.schoolId },
    reason: kind.code,
    values: input,
  });
  return { kind: kind.code };
}
