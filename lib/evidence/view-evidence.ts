import { and, eq } from "drizzle-orm";
import { evidence, schoolKeys } from "@/db/schema/evidence";
import { withScope } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { reportAim } from "./queries";

/** blurred tells nothing and is no view; the others are written in the ledger. */
export type Showing = "blurred" | "view" | "original";

/**
 * Lets one item be seen: what cannot be seen is not there. The ledger entry is committed before
 * the first byte leaves (E3). Removed and sealed items are seen by nobody.
 */
export async function viewEvidence(claims: { tokenHash: string }, id: string, as: Showing) {
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
    if (as !== "blurred") {
      await appendLedger(tx, {
        role,
        action: as === "original" ? "evidence-exported" : "evidence-viewed",
        object: { kind: "evidence", id },
        caseId: item.reportId ?? undefined,
      });
    }
    return { ...item, role };
  });
}
