import postgres from "postgres";
import { clean, expect, personOf, test } from "../fixtures.ts";
import {
  as,
  fill,
  findsNothing,
  leave,
  move,
  onDay,
  open,
  record,
  referTo,
  send,
} from "../story.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
test.use({ actionTimeout: 10_000 });
test.afterAll(leave);

const idOf = async (name: string) => {
  const [row] = await sql`select p.id from people p join schools s on s.id = p.school_id
    where s.name = 'Elm Primary' and p.name = ${name} and p.kind <> 'parent' limit 1`;
  return String(row?.id);
};
const low = { told: "yes", support: "taken", reason: "It was gone through with everybody." };

test("headteacher and chair both conflicted: the trust leads, and neither learns of it", async ({
  browser,
}) => {
  const sent = await send(
    browser,
    {
      type: "ADC",
      affectedName: "Freya Lind",
      about: ["headteacher", "chair"],
      account: "Both write to her at night.",
    },
    {
      look: async (page) => {
        await expect(page.getByText("Thea Lund (trust lead", { exact: false })).toBeVisible();
        for (const name of ["Helen Marsh", "Carol Finch"])
          await expect(page.getByText(name)).toHaveCount(0);
      },
    },
  );
  const lead = await as(browser, "trust-lead");
  await lead.goto("/notices");
  await expect(lead.getByText(/needs you/).first()).toBeVisible();
  const at = await open(lead, sent.reportId);
  await lead.goto(`${at}/deadlines`);
  await expect(lead.getByRole("heading", { name: /LADO/ })).toBeVisible();
  await clean(lead);
  await referTo(lead, at, "lado", { basis: "duty", basisWords: "It is about the headteacher." });
  for (const role of ["headteacher", "chair", "dsl"])
    await findsNothing(await as(browser, role), sent.reference, [
      `/queue/${sent.reportId}`,
      at,
      `${at}/referrals`,
    ]);
});

test("a member of staff asks a pupil to be friends: the register is looked up, the LADO asked first", async ({
  browser,
}) => {
  const named = personOf("line-manager").name;
  const sent = await send(browser, {
    type: "APB",
    subtype: "APB.pupil-contact",
    affectedName: "Omar Aziz",
    named0Name: named,
    platform: "Picture app",
    account: "She showed me the friend request, sent on Sunday.",
  });
  const head = await as(browser, "headteacher");
  const at = await open(head, sent.reportId);
  await expect(head.getByText("no declaration on file").first()).toBeVisible();
  await clean(head);
  await record(head, at, "t3", {
    assessment: "threshold",
    reason: "He asked a pupil for a private contact.",
    engaged: "employee",
    teacher: "no",
  });
  await referTo(head, at, "lado", { basis: "duty", basisWords: "KCSIE, part four." });
  const hold = { body: "lado", reason: "The LADO, today." };
  await move(head, at, ["hold", "Hold for an outside body"], hold);
  await expect(head.getByRole("link", { name: "Start an investigation" })).toHaveCount(0);
  await findsNothing(await as(browser, "line-manager"), sent.reference, [
    `/sent-to-me/${sent.reportId}`,
    `/queue/${sent.reportId}`,
    at,
  ]);
});

test("a supply teacher: the school leads, and the agency is told and named", async ({
  browser,
}) => {
  const name = `Sam ${crypto.randomUUID().slice(0, 6)}`;
  await sql`insert into people (school_id, id, kind, engagement, name, created_at)
    select id, gen_random_uuid(), 'staff', 'supply', ${name}, now() from schools
    where name = 'Elm Primary'`;
  const sent = await send(browser, {
    type: "ADC",
    affectedName: "Leo Fenn",
    named0Name: name,
    account: "He films the class with his own phone.",
  });
  const head = await as(browser, "headteacher");
  const at = await open(head, sent.reportId);
  await head.goto(`${at}/process/t3`);
  const form = {
    assessment: "unclear",
    reason: "It is not known why.",
    engaged: "agency",
    teacher: "unsure",
  };
  await fill(head, "Save", form);
  await expect(
    head.getByRole("link", { name: "Enter who was told there, and when" }),
  ).toBeVisible();
  await fill(head, "Save", { agency: "Ms Rae at Class Cover, today" });
  await head.waitForURL(/done=recorded/);
  await referTo(head, at, "agency", { basis: "duty", basisWords: "He goes to other schools." });
  await head.goto(`${at}/referrals`);
  await expect(head.getByText(/agency/i).first()).toBeVisible();
  await clean(head);
});

test("a false allegation: both sides heard, its finding kept in the words of the guidance", async ({
  browser,
}) => {
  const sent = await send(browser, {
    type: "ADC",
    affectedName: "Kai Morgan",
    named0Name: "Jack Thornton",
    account: "He says that Mr Thornton sent him a picture of a drink.",
  });
  const head = await as(browser, "headteacher");
  const at = await open(head, sent.reportId);
  const [who, child] = [await idOf("Jack Thornton"), await idOf("Kai Morgan")];
  await record(head, at, "disclosure", { protected: "no" });
  await move(head, at, ["investigate", "Start an investigation"], {
    investigatorId: await idOf(personOf("deputy-dsl").name),
    reason: "Who sent what to whom.",
    where: "school",
  });
  const deputy = await as(browser, "deputy-dsl");
  await record(
    deputy,
    at,
    "attribution",
    { finding: "compromised", reason: "It came from a prank account." },
    who,
  );
  await move(deputy, at, ["conclude", "Record the findings"], {
    reason: "Mr Thornton sent nothing.",
    affectedSide: "He says that he made it up.",
    namedSide: "He was shocked.",
  });
  const close: [string, string] = ["close", "Close the case"];
  const outcome = { ...low, outcome: "no-further-action" };
  for (const id of [who, child])
    await record(head, at, "support", { contact: "Ms Bell", ...onDay("review", 20) }, id);
  await head.goto(`${at}/deadlines`);
  await head
    .getByRole("link", { name: /^Met, or|^It is met: .*LADO|^It is met/ })
    .first()
    .click();
  await fill(head, "Save", { words: "The LADO was told on the day." });
  await head.waitForURL(/done=/);
  await move(head, at, close, outcome, /what was established about Jack Thornton/);
  await record(
    head,
    at,
    "finding",
    { finding: "false", reason: "The child says so himself." },
    who,
  );
  await move(head, at, close, outcome);
  await head.goto(`${at}/process`);
  await expect(head.getByText(/False: there is enough evidence/).first()).toBeVisible();
  await clean(head);
  const staff = await as(browser, "staff");
  await staff.goto(`/reports/${sent.reportId}`);
  await expect(staff.getByText("Closed", { exact: true })).toBeVisible();
  await expect(staff.getByText(/false/i)).toHaveCount(0);
});
