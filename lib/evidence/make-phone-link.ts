import { addMinutes } from "date-fns/addMinutes";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { phoneLinks } from "@/db/schema/uploads";
import type { Tx } from "@/db/scope";
import { deriveToken, hashToken } from "@/lib/access/seal-secret";
import type { Actor } from "@/lib/access/types";
import { env } from "@/lib/env";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { checkRoom, type Destination } from "./stage-evidence";

/** How long a link can be opened, and then used, in minutes. */
export const phoneMinutes = 10;

const phoneTokenOf = (linkId: string) => deriveToken("daybook phone", linkId);

/** What the QR code says. */
export const phoneAddress = (linkId: string) =>
  `${env().DAYBOOK_URL}/phone/${phoneTokenOf(linkId)}`;

export const makePhoneLinkSchema = z
  .object({ draftId: z.uuid().optional(), reportId: z.uuid().optional() })
  .transform((to, context): Destination => {
    if (to.reportId) return { reportId: to.reportId };
    if (to.draftId) return { draftId: to.draftId };
    context.addIssue({ code: "custom", message: "Say where the files go" });
    return z.NEVER;
  });

const ofPlace = (actor: Actor, to: Destination) =>
  and(
    eq(phoneLinks.schoolId, actor.schoolId),
    eq(phoneLinks.personId, actor.personId),
    to.draftId !== undefined
      ? eq(phoneLinks.draftId, to.draftId)
      : eq(phoneLinks.reportId, to.reportId),
    isNull(phoneLinks.endedAt),
  );

/**
 * A link for one phone to add files to a draft or report of one's own. Where the gate has switched
 * the uploader off (B13.1) there is none. One at a time: an earlier one ends.
 */
export async function makePhoneLink(
  tx: Tx,
  actor: Actor,
  to: Destination,
): Promise<{ linkId: string; to: Destination }> {
  await checkRoom(tx, actor, to, 1);
  await tx.update(phoneLinks).set({ endedAt: actor.at }).where(ofPlace(actor, to));
  const linkId = crypto.randomUUID();
  await tx.insert(phoneLinks).values({
    schoolId: actor.schoolId,
    id: linkId,
    personId: actor.personId,
    draftId: to.draftId ?? null,
    reportId: to.reportId ?? null,
    tokenHash: hashToken(phoneTokenOf(linkId)),
    madeAt: actor.at,
    expiresAt: addMinutes(actor.at, phoneMinutes),
  });
  await appendLedger(tx, {
    role: "reporter",
    action: "phone-link-made",
    object: to.draftId
      ? { kind: "draft", id: to.draftId }
      : { kind: "report", id: to.reportId ?? "" },
  });
  return { linkId, to };
}

export type PhoneLink = {
  id: string;
  state: "waiting" | "open" | "ended";
  expiresAt: Date;
  sent: number;
};

/** A link of one's own as the page beside its QR code shows it. */
export async function readPhoneLink(tx: Tx, actor: Actor, linkId: string): Promise<PhoneLink> {
  if (!z.uuid().safeParse(linkId).success) throw notFound();
  const [row] = await tx
    .select({
      openedAt: phoneLinks.openedAt,
      endedAt: phoneLinks.endedAt,
      expiresAt: phoneLinks.expiresAt,
      sent: phoneLinks.sent,
    })
    .from(phoneLinks)
    .where(
      and(
        eq(phoneLinks.schoolId, actor.schoolId),
        eq(phoneLinks.personId, actor.personId),
        eq(phoneLinks.id, linkId),
      ),
    );
  if (!row) throw notFound();
  const until = row.openedAt ? addMinutes(row.openedAt, phoneMinutes) : row.expiresAt;
  const over = row.endedAt !== null || actor.at >= until;
  const state = over ? "ended" : row.openedAt ? "open" : "waiting";
  return { id: linkId, state, expiresAt: until, sent: row.sent.length };
}
