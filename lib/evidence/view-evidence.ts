import { and, eq, sql } from "drizzle-orm";
import { evidence, schoolKeys } from "@/db/schema/evidence";
import { type Tx, withScope } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { canOpen, scanWords } from "./labels";
import { reportAim } from "./queries";

/** blurred tells nothing and is no view; the others are written in the ledger. */
export type Showing = "blurred" | "view" | "original";

/** Did this person open this item so within the last half hour? Then a part of it is no new view. */
async function openedLately(tx: Tx, id: string, action: string): Promise<boolean> {
  const [row] = (await tx.execute(
    sql`select sec.opened_lately(${id}::uuid, ${action}) as lately`,
  )) as unknown as { lately: boolean }[];
  return row?.lately === true;
}

/**
 * Lets one item be seen: what cannot be seen is not there. The ledger entry is committed before
 * the first byte leaves (E3). Removed and sealed items are seen by nobody. A film is asked for in
 * many parts: that from its start is the view, and others within half an hour belong to it.
 * None is opened before the virus scanner, where there is one, has found nothing in it.
 */
export async function viewEvidence(
  claims: { tokenHash: string },
  id: string,
  as: Showing,
  inParts = false,
) {
  return withScope(claims, async (tx, actor) => {
    const [item] = await tx
      .select({
        id: evidence.id,
        storageKey: evidence.storageKey,
        size: evidence.size,
        sha256: evidence.sha256,
        header: evidence.header,
        wrapped: schoolKeys.wrapped,
        mediaType: evidence.mediaType,
        kind: evidence.kind,
        fileName: evidence.fileName,
        uploaderId: evidence.uploaderId,
        reportId: evidence.reportId,
        state: evidence.state,
        scan: evidence.scan,
      })
      .from(evidence)
      .leftJoin(
        schoolKeys,
        and(eq(schoolKeys.schoolId, evidence.schoolId), eq(schoolKeys.id, evidence.keyId)),
      )
      .where(and(eq(evidence.schoolId, actor.schoolId), eq(evidence.id, id)));
    if (!item || item.state === "removed" || item.state === "sealed") throw notFound();
    const own = item.uploaderId === actor.personId;
    const aim = item.reportId ? await reportAim(tx, actor, item.reportId) : {};
    const role = roleFor(actor, "view-evidence", { ...aim, own });
    if (!role) throw notFound();
    if (!canOpen(item)) throw conflict(scanWords[item.scan] ?? "");
    const action = as === "original" ? "evidence-exported" : "evidence-viewed";
    // A picture is always shown whole, so there is no part of one to look at.
    const goesOn = inParts && (as === "original" || item.kind !== "image");
    if (as !== "blurred" && !(goesOn && (await openedLately(tx, id, action)))) {
      await appendLedger(tx, {
        role,
        action,
        object: { kind: "evidence", id },
        caseId: item.reportId ?? undefined,
      });
    }
    return { ...item, role };
  });
}
