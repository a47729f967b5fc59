import { beforeAll, describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { addOthers, landed } from "@/db/testing-routes";
import { schoolRoutes } from "@/lib/schools/queries";
import { previewRoute } from "./preview-route";
import { parseReport } from "./schema";

type Answers = Record<string, string | string[]>;
type Row = {
  row: number;
  name: string;
  says: Answers;
  owner: CastKey;
  /** The owner among them. */
  told: CastKey[];
  walled?: CastKey[];
  clocks?: string[];
  outside: string[];
  image?: true;
  toldTheFact?: CastKey[];
};
const usual = {
  safety: "no",
  type: "CYB",
  affected: "me",
  when: "today",
  account: "Somebody posted abuse about me in the group.",
};
const pupil = { affected: "", affectedName: "Poppy Ives" };
const colleague = { named0Name: "Colin Webb" };
const breach = { type: "APB", affected: "school", ...colleague };
const head: CastKey[] = ["headteacher"];
const both: CastKey[] = ["dsl", "headteacher"];
const data: CastKey[] = ["dpo", "headteacher"];
const one = (
  row: number,
  name: string,
  says: Answers,
  owner: CastKey,
  told: CastKey[],
  outside: string[],
  more: Partial<Row> = {},
): Row => ({ row, name, says, owner, told, outside, ...more });
const lado = { clocks: ["lado"] };

/** One line for each row of B6 that a report can fall under; row 7 arises in a case. */
const rows: Row[] = [
  one(
    1,
    "staff by a pupil",
    { named0Name: "Poppy Ives" },
    "headteacher",
    both,
    ["police", "posh"],
    {
      walled: ["pupil"],
    },
  ),
  one(2, "staff by an account", { named0Handle: "@x" }, "headteacher", both, [
    "platform",
    "posh",
    "police",
    "union",
  ]),
  one(3, "staff by a colleague", colleague, "headteacher", both, ["union"], {
    walled: ["colleague"],
  }),
  one(
    4,
    "the headteacher hurt",
    { affectedName: "Helen Marsh" },
    "chair",
    ["chair", "dsl"],
    ["union", "posh"],
  ),
  one(5, "a pupil", pupil, "dsl", both, ["social-care", "police"]),
  one(5, "a pupil on no list", { affected: "pupil" }, "dsl", both, ["social-care", "police"]),
  one(5, "nobody knows who", { affected: "unknown" }, "dsl", both, ["social-care", "police"]),
  one(6, "no police, they say", { ...pupil, policeWish: "no" }, "dsl", both, [
    "social-care",
    "police",
  ]),
  one(
    8,
    "an adult and a child",
    { ...pupil, ...colleague },
    "headteacher",
    both,
    ["lado", "police"],
    {
      ...lado,
      walled: ["colleague"],
    },
  ),
  one(
    8,
    "contact with a pupil",
    { ...breach, subtype: "APB.pupil-contact" },
    "headteacher",
    both,
    ["lado", "police"],
    { ...lado, walled: ["colleague"] },
  ),
  one(9, "about the headteacher", { ...pupil, about: head }, "chair", ["chair"], ["lado"], {
    ...lado,
    walled: head,
  }),
  one(9, "the headteacher named", { named0Name: "Mrs Marsh" }, "chair", ["chair"], ["lado"], {
    walled: head,
  }),
  one(
    10,
    "headteacher and chair",
    { ...pupil, about: ["headteacher", "chair"] },
    "trustLead",
    ["trustLead"],
    ["lado", "nspcc"],
    { ...lado, walled: ["chair", "headteacher"] },
  ),
  one(11, "about the DSL", { about: ["dsl"] }, "headteacher", ["deputy", "headteacher"], ["lado"], {
    walled: ["dsl"],
  }),
  one(
    12,
    "DSL and headteacher",
    { about: ["dsl", "headteacher"] },
    "chair",
    ["chair", "deputy"],
    ["lado"],
    { walled: ["dsl", "headteacher"] },
  ),
  one(13, "about the deputy", { about: ["deputy-dsl"] }, "dsl", both, ["lado"], {
    walled: ["deputy"],
  }),
  one(14, "about the chair", { about: ["chair"] }, "viceChair", ["viceChair"], ["lado"], {
    walled: ["chair"],
  }),
  one(15, "about a governor", { about: ["governor"] }, "chair", ["chair"], ["lado"], {
    walled: ["governor"],
  }),
  one(16, "about the trust lead", { about: ["trust-lead"] }, "chair", ["chair"], ["lado"], {
    walled: ["trustLead"],
  }),
  one(
    17,
    "supply staff",
    { ...pupil, named0Name: "Sam Supply" },
    "headteacher",
    both,
    ["lado", "agency"],
    lado,
  ),
  one(
    18,
    "a volunteer",
    { ...pupil, named0Name: "Val Helper" },
    "headteacher",
    both,
    ["lado"],
    lado,
  ),
  one(
    19,
    "a low-level concern",
    { type: "ADC", subtype: "ADC.low-level", affected: "unknown", ...colleague },
    "headteacher",
    both,
    ["lado"],
    { walled: ["colleague"] },
  ),
  one(20, "a breach", breach, "headteacher", head, ["police"], { walled: ["colleague"] }),
  one(
    21,
    "an image, a child's own",
    { affected: "pupil" },
    "dsl",
    ["dsl"],
    ["police", "social-care", "report-remove", "iwf"],
    { image: true, toldTheFact: head },
  ),
  one(22, "an image, an adult named", colleague, "dsl", ["dsl"], ["police", "lado"], {
    image: true,
    toldTheFact: head,
    walled: ["colleague"],
    clocks: ["image-by-adult", "lado"],
  }),
  one(9, "an image and the headteacher", { about: head }, "chair", ["chair", "dsl"], ["lado"], {
    ...lado,
    image: true,
    walled: head,
  }),
  one(
    11,
    "an image and the DSL",
    { about: ["dsl"] },
    "headteacher",
    ["deputy", "headteacher"],
    ["lado"],
    { ...lado, image: true, walled: ["dsl"] },
  ),
  one(
    23,
    "lawful but unsuitable",
    { ...breach, subtype: "APB.unsuitable" },
    "headteacher",
    head,
    ["lado"],
    { walled: ["colleague"] },
  ),
  one(
    24,
    "a recruiter",
    { ...pupil, type: "RAD", named0Handle: "@x" },
    "dsl",
    both,
    ["prevent", "police"],
    { clocks: ["prevent"] },
  ),
  one(25, "data", { type: "DBR", affected: "school" }, "dpo", data, ["ico"], { clocks: ["ico"] }),
  one(
    26,
    "malware",
    { type: "DBR", subtype: "DBR.malware", affected: "school" },
    "dpo",
    data,
    ["report-fraud", "dfe-cyber", "ico"],
    { clocks: ["ico"] },
  ),
  one(27, "a phone in school", { type: "PUP", named0Name: "Poppy Ives" }, "dsl", both, [], {
    walled: ["pupil"],
  }),
  one(28, "the school", { type: "TRO", affected: "school" }, "headteacher", head, ["platform"]),
  one(
    30,
    "a parent's post",
    { ...pupil, named0Name: "Paula Ives" },
    "dsl",
    ["dsl"],
    ["social-care"],
    { walled: ["parent"] },
  ),
  one(31, "an adult at risk", { affected: "adult-at-risk" }, "dsl", ["dsl"], ["adult-social-care"]),
  one(
    32,
    "somebody who left",
    { ...pupil, named0Name: "Lee Gone" },
    "headteacher",
    both,
    ["police", "lado"],
    lado,
  ),
  one(33, "the handling", { about: ["handling"] }, "chair", ["chair"], ["nspcc", "lado", "ofsted"]),
  // Last: it freezes the administrators.
  one(29, "the administrator", { about: ["admin"] }, "headteacher", data, [], {
    walled: ["admin", "admin2"],
  }),
];

describe("the row, the owner and everybody told", () => {
  let school: TestSchool;
  beforeAll(async () => {
    school = await makeSchool();
    await addOthers(school);
  });

  test.each(
    rows.map((row) => ({ ...row, title: `B6-${String(row.row).padStart(2, "0")} ${row.name}` })),
  )("$title", async ({ row, says, owner, told, walled, clocks, outside, image, toldTheFact }) => {
    const answers = { ...says, ...(image ? { safety: "image" } : {}) };
    const { seen, external } = await withScope(await school.as("teacher"), async (tx, actor) => {
      const { report } = parseReport({ ...usual, ...answers }, actor.at);
      if (!report) throw new Error("The test's report is not whole");
      const routes = await schoolRoutes(tx, actor);
      return {
        seen: await previewRoute(tx, actor, report, image ?? false),
        external: routes.find((route) => route.row === row)?.external,
      };
    });
    const { reportId } = await sendAs(school, "teacher", answers);
    const got = await landed(school, reportId);
    expect(got).toMatchObject({ row, owner, told, clocks: clocks ?? [] });
    expect(got.toldTheFact).toEqual(toldTheFact ?? []);
    expect(external).toEqual(outside);
    expect(got.walled).toEqual(walled ?? []);
    expect(got.walled.filter((key) => got.told.includes(key))).toEqual([]);
    if (image)
      expect(got).toMatchObject({ restricted: true, severity: 4, kinds: ["report-alert"] });
    // What was shown before sending is what happened, and nobody more.
    const names = await asOwner()`select name from people where school_id = ${school.schoolId}
      and id = any(${told.map((key) => school.people[key])}::uuid[])`;
    expect(seen.words.map((words) => words.split(" (")[0]).sort()).toEqual(
      names.map((n) => n.name).sort(),
    );
  });

  test("every row that a report can fall under has one", () => {
    const here = new Set([...rows.map((row) => row.row), 7]);
    expect([...here].sort((a, b) => a - b)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
  });
});
