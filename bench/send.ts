import { randomBytes, randomUUID } from "node:crypto";
import type postgres from "postgres";
import sharp from "sharp";
import type { Target } from "./pages.ts";
import type { Visitor } from "./visitor.ts";

const answers = {
  safety: "no",
  type: "CYB",
  affected: "me",
  when: "today",
  platform: "Parents' group",
  account: "A parent posted my photograph with abuse under it. Forty people answered. ".repeat(6),
};

/** A draft that says enough to be sent. */
export async function addDraft(sql: postgres.Sql, t: Pick<Target, "schoolId" | "personId">) {
  const id = randomUUID();
  await sql`insert into drafts (school_id, id, person_id, answers, created_at, saved_at)
    values (${t.schoolId}, ${id}, ${t.personId}, ${sql.json(answers)}, now(), now())`;
  return id;
}

/** A telephone's screenshot as PNG, 180 KB: flat areas, and a photograph as noise. */
export async function makeScreenshot(): Promise<Buffer<ArrayBuffer>> {
  const side = 179;
  const photo = await sharp(randomBytes(side * side * 3), {
    raw: { width: side, height: side, channels: 3 },
  })
    .png()
    .toBuffer();
  const screen = await sharp({
    create: { width: 1170, height: 2532, channels: 3, background: "#f4efe6" },
  })
    .composite([{ input: photo, left: 100, top: 300 }])
    .png()
    .toBuffer();
  return Buffer.from(screen);
}

/** One screenshot through the SDK's protocol, as its browser client speaks it, then the report. */
export async function sendReport(
  teacher: Visitor,
  draftId: string,
  screenshot: Buffer<ArrayBuffer>,
): Promise<{ upload: number; send: number }> {
  const base = `/reports/drafts/${draftId}`;
  const check = await teacher.read(`${base}/check`);
  const name = "Screenshot 1.png";
  const file = { name, size: screenshot.length, type: "image/png", lastModified: Date.now() };
  const announced = await teacher.ask("/api/uploadthing?actionType=upload&slug=evidence", {
    method: "POST",
    headers: { "content-type": "application/json", "x-uploadthing-package": "daybook" },
    body: JSON.stringify({ files: [file], input: { draftId, arrivedBy: "pasted" } }),
  });
  const [{ url }] = JSON.parse(announced.html) as [{ url: string }];
  const asked = await teacher.ask(url, { method: "HEAD" });
  const body = new FormData();
  body.append("file", new Blob([screenshot], { type: "image/png" }), name);
  const put = await teacher.ask(url, { method: "PUT", body, headers: { range: "bytes=0-" } });
  if (put.status !== 200) throw new Error(`The ingest route answered ${put.status}: ${put.html}`);
  const sent = await teacher.send(check, "Send report");
  if (!sent.location.endsWith("/sent")) throw new Error(`Sending led to ${sent.location}`);
  return { upload: announced.ms + asked.ms + put.ms, send: sent.ms };
}

/** The rows of one report with one item, inserted and committed directly. */
export const insertDirectly = (sql: postgres.Sql, t: Target) =>
  sql.begin(async (tx) => {
    const id = randomUUID();
    const { schoolId: school, personId: by } = t;
    await tx`insert into reports (school_id, id, reference, reporter_id, sent_at, type, track,
        route_row, restricted, text_only, danger, affected, about, happened_unknown, account,
        content_hash)
      values (${school}, ${id}, ${`OS-${id}`}, ${by}, now(), 'CYB', 'T1', 1, false, false, false,
        'me', '{}', true, ${answers.account}, ${id})`;
    await tx`insert into triages (school_id, report_id, reference, type, track, restricted, state,
        severity, received_at, due_at)
      values (${school}, ${id}, ${`OS-${id}`}, 'CYB', 'T1', false, 'new', 1, now(), now())`;
    await tx`insert into report_progress (school_id, report_id, state, changed_at)
      values (${school}, ${id}, 'sent', now())`;
    await tx`insert into evidence (school_id, id, report_id, uploader_id, position, kind, media_type,
        file_name, size, sha256, storage_key, arrived_by, received_at, state)
      values (${school}, ${id}, ${id}, ${by}, 1, 'image', 'image/png', 'a.png', 1, ${id}, ${id},
        'pasted', now(), 'attached')`;
    await tx`insert into involvements (school_id, id, report_id, person_id, part, added_at, added_by)
      values (${school}, ${id}, ${id}, ${by}, 'affected', now(), ${by})`;
    await tx`insert into clocks (school_id, id, report_id, kind, unit, length, started_at, due_at,
        basis, mark)
      values (${school}, ${id}, ${id}, 'triage', 'school-hours', 4, now(), now(), 'school', 'P')`;
  });
