import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { type Tx, withNobody, withScope } from "@/db/scope";
import { hashToken, hex } from "@/lib/access/seal-secret";
import { KnownError, notFound } from "@/lib/errors";
import { type Destination, stageEvidence, type Uploader } from "./stage-evidence";

export const phoneCookie = "daybook-phone";

/** Opens a link for this device: what the device keeps from now on, or null for no such link. */
export async function openPhoneLink(token: string, agent: string): Promise<string | null> {
  const device = randomBytes(32).toString("base64url");
  const opened = await withNobody(async (tx) => {
    const [row] = (await tx.execute(sql`select sec.open_phone(${hex(hashToken(token))},
      ${hex(hashToken(device))}, ${agent}) as ok`)) as unknown as { ok: boolean }[];
    return row?.ok === true;
  });
  return opened ? device : null;
}

type PhonePage = { to: Destination; endsAt: Date; sent: string[] };
export const phoneClaims = (device: string): Uploader => ({
  tokenHash: hashToken(device).toString("hex"),
  phone: true,
});
/** What the phone's own page lists as sent from it; for any other uploader nothing. */
export async function notePhoneFile(tx: Tx, by: Uploader, name: string): Promise<void> {
  if (by.phone) await tx.execute(sql`select sec.note_phone_file(${name.slice(0, 200)})`);
}

/** Where this phone's files go and what it sent itself; null once its link is over. */
export async function readPhonePage(device: string): Promise<PhonePage | null> {
  try {
    return await withScope(phoneClaims(device), async (tx) => {
      const [row] = (await tx.execute(
        sql`select draft_id, report_id, ends_at, sent from sec.phone_page()`,
      )) as unknown as {
        draft_id: string | null;
        report_id: string | null;
        ends_at: string;
        sent: PhonePage["sent"];
      }[];
      if (!row) return null;
      const to = row.report_id ? { reportId: row.report_id } : { draftId: row.draft_id ?? "" };
      return { to, endsAt: new Date(row.ends_at), sent: row.sent };
    });
  } catch (error) {
    if (error instanceof KnownError && error.code === "signed-out") return null;
    throw error;
  }
}

/** Takes one file from a phone the same way as every other byte. */
export async function takeFromPhone(
  device: string,
  file: { stream: Readable; name: string },
): Promise<void> {
  const page = await readPhonePage(device);
  if (!page) throw notFound();
  const claims = phoneClaims(device);
  await stageEvidence(claims, {
    id: crypto.randomUUID(),
    to: page.to,
    stream: file.stream,
    name: file.name,
    arrivedBy: "phone",
    settle: (tx) => notePhoneFile(tx, claims, file.name),
  });
}
