import type { Page } from "@playwright/test";
import postgres from "postgres";
import { personActions } from "./action-matrix.ts";
import { expect, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
test.use({ actionTimeout: 10_000 });

test("each action on people and connections does nothing for whoever may not use it, and its work once", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const { as, replay, done } = await startReplay(browser, personActions, {
    ofOwnSchool: ["saveViewAction"],
  });
  const handle = `@same.${crypto.randomUUID().slice(0, 6)}`;
  const press = (page: Page, name: string) =>
    page.getByRole("button", { name, exact: true }).click();
  async function open(): Promise<string> {
    const staff = await as("staff");
    await staff.goto("/");
    await press(staff, "Report a concern");
    await staff.getByRole("radio", { name: "No", exact: true }).check();
    await staff.locator('[name="type"][value="CYB"]').check();
    await staff.locator('[name="affected"][value="pupil"]').check();
    await staff.locator('[name="affectedName"]').fill("Noah Grant");
    await staff.getByRole("radio", { name: "Today" }).check();
    await staff.getByLabel("What happened?").fill("A cruel line under a picture.");
    await staff.getByText("Add more detail (optional)").click();
    await staff.locator('[name="named0Handle"]').fill(handle);
    await press(staff, "Continue");
    await staff.getByRole("link", { name: "Continue" }).click();
    await press(staff, "Send report");
    const reference = (await staff.getByText(/^OS-26-/).textContent()) ?? "";
    const dsl = await as("dsl");
    await dsl.goto(`/queue?tab=all&q=${reference}`);
    await dsl.getByRole("link", { name: reference }).first().click();
    await press(dsl, "Open a case");
    await dsl.waitForURL(/cases\/./);
    return new URL(dsl.url()).pathname;
  }
  const one = await open();
  await open();
  await replay("setAsideAction", "dsl", `${one}/related`, /^Set aside/, { reason: "A class" });

  const [account] = await sql`select i.person_id as id from involvements i join people p
    on p.school_id = i.school_id and p.id = i.person_id
    where i.case_id = ${idIn(one)} and p.handle = ${handle}`;
  const [pupil] = await sql`insert into people (school_id, id, kind, name, listed, created_at)
    select id, gen_random_uuid(), 'pupil', 'Merle Free', true, now() from schools
    where name = 'Elm Primary' returning id`;
  await replay(
    "mergePeopleAction",
    "dsl",
    `/cases/people/${account?.id}/same`,
    "They are one person",
    { personId: String(pupil?.id), reason: "The phone was hers" },
  );
  await replay("unmergePeopleAction", "dsl", `/cases/people/${pupil?.id}`, "Take it back", {
    reason: "It was not",
  });

  const view = { name: "Soon due" };
  await replay(
    "saveViewAction",
    "dsl",
    "/queue/views?save=tab%3Dall%26sort%3Dclock",
    "Save view",
    view,
  );
  const [saved] = await sql`select id from saved_views where name = ${view.name}`;
  const at = `/queue/views?view=${saved?.id}`;
  await replay("changeViewAction", "dsl", at, "Save view", { name: "Due soon", shared: "yes" });
  await replay("dropViewAction", "dsl", at, "Delete view");
  expect([...done].sort()).toEqual(Object.keys(personActions).sort());
});
