import type { Tx } from "@/db/scope";
import { tiedTo } from "@/lib/access/queries";
import type { Actor, Role } from "@/lib/access/types";
import { roleHolders } from "@/lib/schools/queries";
import type { Kind } from "./types";

/** Up the chain, when everybody a kind names is the asker, away, or in a conflict with them. */
const above: readonly Role[] = ["headteacher", "chair", "vice-chair", "trust-lead", "trust-chair"];
/** Who answers the headteacher (B12). */
const aboveHead: readonly Role[] = ["chair", "vice-chair", "trust-lead", "trust-chair"];

/**
 * Whom an entry is put to, and which roles may answer and read it: the first role of its kind with
 * somebody in it who is not the asker, not whom it is about and in no declared conflict with the
 * asker. Whoever is covered for comes after their cover; the suspended and those who left do not
 * come at all. The headteacher's own go to the chair. Nobody: null.
 */
export async function chooseApprover(
  tx: Tx,
  actor: Actor,
  kind: Kind,
  aboutId: string | null,
): Promise<{ deciderId: string | null; approvers: Role[]; readers: Role[] }> {
  if (kind.register === "consent" || kind.register === "record")
    return { deciderId: null, approvers: [], readers: [...kind.readers] };
  const holders = await roleHolders(tx, actor);
  const own = holders.some((h) => h.personId === actor.personId && h.role === "headteacher");
  const out = new Set([actor.personId, aboutId, ...(await tiedTo(tx, [actor.personId]))]);
  const chain = own ? aboveHead : [...kind.approvers, ...above];
  const found = chain
    .flatMap((role) =>
      holders.filter(
        (h) => h.role === role && (role !== "line-manager" || h.personId === actor.lineManagerId),
      ),
    )
    .find((h) => !out.has(h.personId));
  return {
    deciderId: found?.personId ?? null,
    approvers: own ? [...aboveHead] : kind.approvers.filter((role) => role !== "line-manager"),
    readers: own ? ["chair", "vice-chair"] : [...kind.readers],
  };
}
