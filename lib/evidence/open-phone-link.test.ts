import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, keptFiles, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { discardDraft } from "@/lib/reports/discard-draft";
import { saveDraft } from "@/lib/reports/save-draft";
import { startDraft } from "@/lib/reports/start-draft";
import { announceUpload } from "./announce-upload";
import { makePhoneLink, phoneAddress, readPhoneLink } from "./make-phone-link";
import { openPhoneLink, phoneClaims, readPhonePage, takeFromPhone } from "./open-phone-link";
import { cancelUpload } from "./receive-upload";
import type { Destination, Uploader } from "./stage-evidence";

const picture = await sharp({
  create: { width: 60, height: 40, channels: 3, background: "#345" },
})
  .png()
  .toBuffer();
const send = (device: string, name = "photo.png") =>
  takeFromPhone(device, { stream: Readable.from([picture]), name });

async function linked(school: TestSchool, to?: Destination) {
  const claims = await school.as("teacher");
  const place = to ?? (await withScope(claims, startDraft));
  const { linkId } = await withScope(claims, (tx, actor) => makePhoneLink(tx, actor, place));
  const token = phoneAddress(linkId).split("/").at(-1) ?? "";
  const state = async () =>
    (await withScope(claims, (tx, actor) => readPhoneLink(tx, actor, linkId))).state;
  return { claims, draftId: place.draftId ?? "", linkId, token, state };
}
async function opened(school: TestSchool, to?: Destination) {
  const link = await linked(school, to);
  return { ...link, device: (await openPhoneLink(link.token, "phone")) ?? "" };
}
const itemsOf = (place: string) => asOwner()`select id, state, file_name, arrived_by, uploader_id
  from evidence where draft_id = ${place} or report_id = ${place} order by received_at`;

describe("a phone", () => {
  test("adds to the draft as whoever made its link, and sees only what it sent itself", async () => {
    const school = await makeSchool();
    const { draftId, device, linkId, claims, state } = await opened(school);
    expect(await state()).toBe("open");
    await send(device, "one.png");
    await send(device, "two.png");
    const items = await itemsOf(draftId);
    expect(items).toMatchObject([
      { state: "staged", file_name: "one.png", arrived_by: "phone" },
      { file_name: "two.png", uploader_id: school.people.teacher },
    ]);
    expect((await readPhonePage(device))?.sent).toEqual(["one.png", "two.png"]);
    const seen = await withScope(claims, (tx, actor) => readPhoneLink(tx, actor, linkId));
    expect(seen).toMatchObject({ state: "open", sent: 2 });
    expect(await ledgerOf(draftId)).toEqual(["phone-link-made"]);
  });

  test("adds to a report that was sent, of whoever wrote it alone", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher");
    const { device } = await opened(school, { reportId });
    await send(device);
    expect(await itemsOf(reportId)).toMatchObject([{ state: "attached" }]);
    const dsl = await school.as("dsl");
    await expect(
      withScope(dsl, (tx, actor) => makePhoneLink(tx, actor, { reportId })),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("can read no row of anything but its place, whatever asks for it", async () => {
    const school = await makeSchool();
    await sendAs(school, "teacher");
    const { device, draftId } = await opened(school);
    await opened(school);
    await send(device);
    const tokenHash = createHash("sha256").update(device).digest("hex");
    await expect(withScope({ tokenHash }, async () => null)).rejects.toMatchObject({
      code: "signed-out",
    });
    const tables =
      await asOwner()`select table_name as name from information_schema.role_table_grants
      where grantee = 'daybook_app' and privilege_type = 'SELECT' and table_schema = 'public'`;
    const seen = await withScope({ tokenHash, phone: true }, async (tx) => {
      const counts: Record<string, number> = {};
      for (const { name } of tables) {
        const [row] = (await tx.execute(
          sql`select count(*)::int as n from ${sql.identifier(String(name))}`,
        )) as unknown as { n: number }[];
        if (row?.n) counts[String(name)] = row.n;
      }
      const found = (await tx.execute(sql`select id from drafts`)) as unknown as { id: string }[];
      return { counts, drafts: found.map(({ id }) => id) };
    });
    const { schools, school_keys, drafts, evidence, installation, ...more } = seen.counts;
    expect([schools, school_keys, drafts, evidence]).toEqual([1, 1, 1, 1]);
    expect(installation ?? 1).toBe(1);
    expect(more).toEqual({});
    expect(seen.drafts).toEqual([draftId]);
  });
});

describe("an upload of a phone that can be taken up again", () => {
  const film = { name: "film.mp4", size: 9, type: "video/mp4", lastModified: 1 };
  const announced = (by: Uploader, to: Destination, arrivedBy: "phone" | "chosen" = "phone") =>
    announceUpload(by, to, [film], arrivedBy);
  const seen = async (by: Uploader) =>
    withScope(by, async (tx) => {
      const rows = (await tx.execute(sql`select evidence_id as id from uploads`)) as unknown as {
        id: string;
      }[];
      return rows.map(({ id }) => id);
    });

  test("is the phone's and its maker's; no other upload of either is there for it", async () => {
    const school = await makeSchool();
    const { draftId, device, claims } = await opened(school);
    const elsewhere = await opened(school);
    const [own = ""] = await announced(phoneClaims(device), { draftId });
    const [desk = ""] = await announced(claims, { draftId }, "chosen");
    await announced(phoneClaims(elsewhere.device), { draftId: elsewhere.draftId });
    expect(await seen(phoneClaims(device))).toEqual([own]);
    expect(await seen(claims)).toContain(desk);
    await expect(
      announced(phoneClaims(device), { draftId: elsewhere.draftId }),
    ).rejects.toMatchObject({ code: "not-found" });
    await cancelUpload(phoneClaims(device), desk);
    const [row] = await asOwner()`select cancelled_at from uploads where evidence_id = ${desk}`;
    expect(row?.cancelled_at).toBeNull();
  });

  test("ends with the link, and where the gate was answered with yes", async () => {
    const school = await makeSchool();
    const { draftId, device, claims } = await opened(school);
    await announced(phoneClaims(device), { draftId });
    await withScope(claims, (tx, actor) =>
      saveDraft(tx, actor, { draftId, answers: { safety: "image" } }),
    );
    await expect(seen(phoneClaims(device))).rejects.toMatchObject({ code: "signed-out" });
  });
});

describe("a link", () => {
  test("is kept as a hash, opens once, and a second device ends it for both", async () => {
    const school = await makeSchool();
    const { token, device, draftId, linkId, state } = await opened(school);
    const [row] = await asOwner()`select * from phone_links where id = ${linkId}`;
    expect(JSON.stringify(row)).not.toContain(token);
    await send(device);
    expect(await openPhoneLink(token, "another")).toBeNull();
    expect(await state()).toBe("ended");
    await expect(send(device)).rejects.toMatchObject({ code: "not-found" });
    expect(await readPhonePage(device)).toBeNull();
    expect(await itemsOf(draftId)).toHaveLength(1);
  });

  test("opens for ten minutes, and then its phone adds for ten", async () => {
    const school = await makeSchool();
    const late = await linked(school);
    await asOwner()`update phone_links set expires_at = now() where id = ${late.linkId}`;
    expect(await openPhoneLink(late.token, "phone")).toBeNull();
    expect(await openPhoneLink("no such token", "phone")).toBeNull();
    const { device, draftId } = await opened(school);
    const tokenHash = createHash("sha256").update(device).digest();
    await asOwner()`update sessions set absolute_expires_at = now() where token_hash = ${tokenHash}`;
    await expect(send(device)).rejects.toMatchObject({ code: "not-found" });
    expect(await itemsOf(draftId)).toEqual([]);
  });

  test("gives way to a newer one of the same place", async () => {
    const school = await makeSchool();
    const first = await opened(school);
    await linked(school, { draftId: first.draftId });
    await expect(send(first.device)).rejects.toMatchObject({ code: "not-found" });
  });

  test("is not made where a picture may show a child, and one that is there ends", async () => {
    const school = await makeSchool();
    const { claims, draftId, device, token } = await opened(school);
    const before = keptFiles().sort();
    await withScope(claims, (tx, actor) =>
      saveDraft(tx, actor, { draftId, answers: { safety: "image" } }),
    );
    await expect(send(device)).rejects.toMatchObject({ code: "not-found" });
    expect(await openPhoneLink(token, "phone")).toBeNull();
    await expect(linked(school, { draftId })).rejects.toMatchObject({ code: "check" });
    expect(keptFiles().sort()).toEqual(before);
    expect(await itemsOf(draftId)).toEqual([]);
  });

  test("ends when its draft is thrown away or sent, even for bytes on their way", async () => {
    const school = await makeSchool();
    const { claims, draftId, device } = await opened(school);
    const before = keptFiles().sort();
    let go = () => {};
    const waits = new Promise<void>((done) => {
      go = done;
    });
    const stream = Readable.from(
      (async function* () {
        yield picture.subarray(0, 20);
        await waits;
        yield picture.subarray(20);
      })(),
    );
    const sending = takeFromPhone(device, { stream, name: "late.png" }).catch((e: unknown) => e);
    while (keptFiles().length === before.length) await new Promise((done) => setTimeout(done, 5));
    await withScope(claims, (tx, actor) => discardDraft(tx, actor, { draftId }));
    go();
    expect(await sending).toMatchObject({ code: "signed-out" });
    expect(keptFiles().sort()).toEqual(before);
    expect(await itemsOf(draftId)).toEqual([]);
  });

  test("is its maker's alone", async () => {
    const school = await makeSchool();
    const { linkId, draftId } = await linked(school);
    for (const who of ["colleague", "dsl", "headteacher", "admin"] as const) {
      const claims = await school.as(who);
      await expect(
        withScope(claims, (tx, actor) => readPhoneLink(tx, actor, linkId)),
      ).rejects.toMatchObject({ code: "not-found" });
      await expect(
        withScope(claims, (tx, actor) => makePhoneLink(tx, actor, { draftId })),
      ).rejects.toMatchObject({ code: "not-found" });
    }
  });
});
