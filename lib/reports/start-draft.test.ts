import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, makeSchool, sendAs } from "@/db/testing";
import { assignRole } from "@/lib/people/assign-role";
import { startDraft } from "./start-draft";

test("nobody reports at a school that is not live, not even past the form", async () => {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher");
  await asOwner()`update schools set live_at = null where id = ${school.schoolId}`;
  const teacher = await school.as("teacher");
  await expect(withScope(teacher, (tx, actor) => startDraft(tx, actor))).rejects.toMatchObject({
    code: "conflict",
    message: "Your school has not started to use Daybook. Tell your DSL in person",
  });
  const copy = () =>
    withScope(teacher, (tx) =>
      tx.execute(sql`insert into reports (school_id, id, reference, reporter_id, sent_at, type, track,
          route_row, restricted, text_only, danger, affected, about, happened_unknown, account, content_hash)
        select school_id, ${randomUUID()}::uuid, ${`OS-${randomUUID().slice(0, 8)}`}, reporter_id, sent_at, type, track,
          route_row, restricted, text_only, danger, affected, about, happened_unknown, account, content_hash
        from reports where id = ${reportId}::uuid`),
    );
  await expect(copy()).rejects.toMatchObject({ cause: { code: "42501" } });
  await asOwner()`update schools set live_at = now() where id = ${school.schoolId}`;
  await copy();
});

test("a school that is still being filled may give roles before every route is covered", async () => {
  const school = await makeSchool();
  await asOwner()`delete from role_assignments where role = 'chair' and school_id = ${school.schoolId}`;
  await asOwner()`delete from role_assignments where role = 'trust-lead' and school_id = ${school.schoolId}`;
  const give = async () =>
    withScope(await school.as("admin"), (tx, actor) =>
      assignRole(tx, actor, {
        personId: school.people.colleague,
        role: "line-manager",
        until: null,
      }),
    );
  await expect(give()).rejects.toThrow("would reach nobody");
  await asOwner()`update schools set live_at = null where id = ${school.schoolId}`;
  await give();
});
