import { sql } from "drizzle-orm";
import { type Tx, withScope } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import { check, conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { askReason } from "./ask-reason";
import { canOpen, scanWords, type ViewReason } from "./labels";
import { reportAim, storedItem } from "./queries";

/** blurred tells nothing and is no view; the others are written in the ledger. */
export type Showing = "blurred" | "view" | "original";

/** Did this person open this item so within the last half hour? Then a part of it is no new view. */
async function openedLately(tx: Tx, id: string, action: string): Promise<boolean> {
  const [row] = (await tx.execute(
    sql`select sec.opened_lately(${id}::uuid, ${action}) as lately`,
  )) as unknown as { lately: boolean }[];
  return row?.lately === true;
}

type Asked = {
  /** Why, when the school's rule wants a reason of whoever handles the matter. */
  reason?: ViewReason | undefined;
  /** What must be allowed besides seeing it. */
  action?: "redact-evidence";
  /** A part of it, not from its start. */
  inParts?: boolean;
};

/**
 * Lets one item be seen: what cannot be seen is not there. The ledger entry is committed before
 * the first byte leaves (E3). Removed, sealed and destroyed items are seen by nobody. A film is
 * asked for in many parts: that from its start is the view, and others within half an hour belong
 * to it. None is opened before the virus scanner, where there is one, has found nothing in it.
 */
export async function viewEvidence(
  claims: { tokenHash: string },
  id: string,
  as: Showing,
  { reason, action: wanted, inParts = false }: Asked = {},
) {
  return withScope(claims, async (tx, actor) => {
    const item = await storedItem(tx, actor, id);
    if (!item || (item.state !== "staged" && item.state !== "attached")) throw notFound();
    const own = item.uploaderId === actor.personId;
    const aim = item.reportId ? await reportAim(tx, actor, item.reportId) : {};
    const role = roleFor(actor, "view-evidence", { ...aim, own });
    if (!role || (wanted && !roleFor(actor, wanted, aim))) throw notFound();
    if (!canOpen(item)) throw conflict(scanWords[item.scan] ?? "");
    const action = as === "original" ? "evidence-exported" : "evidence-viewed";
    // A picture is always shown whole, so there is no part of one to look at.
    const goesOn = inParts && (as === "original" || item.kind !== "image");
    if (as !== "blurred" && !(goesOn && (await openedLately(tx, id, action)))) {
      const asked = item.reportId && !own && role !== "reporter" && !reason;
      if (asked && (await askReason(tx, actor, [item.reportId ?? ""])).has(item.reportId ?? ""))
        throw check({ reason: "Select why you need to see it" });
      await appendLedger(tx, {
        role,
        action,
        object: { kind: "evidence", id },
        caseId: item.reportId ?? undefined,
        reason,
      });
    }
    return { ...item, role };
  });
}
