import { describe, expect, test } from "vitest";
import { roles } from "@/lib/access/types";
import { readStaffList } from "./read-staff-list";

const head = "name,e-mail,engagement,roles,line manager";
const list = (...lines: string[]) => readStaffList(Buffer.from([head, ...lines].join("\n")));
const helen = "Helen Marsh,helen@elm.example,employee,headteacher,";

describe("a staff list", () => {
  test("is read as Excel writes it: a mark, semicolons, lines that end in CRLF, empty rows", () => {
    const text = [
      "\uFEFFName;E-mail;Engagement type;Role(s);Line manager;Job title",
      "Marsh, Helen;Helen@Elm.example;Employee;headteacher;;Head",
      '  Asha  Patel ;asha@elm.example;employee;"DSL; line manager";Helen Marsh;',
      ";;;;;",
      "",
    ].join("\r\n");
    expect(readStaffList(Buffer.from(text))).toEqual({
      problems: [],
      people: [
        {
          name: "Helen Marsh",
          email: "helen@elm.example",
          engagement: "employee",
          jobTitle: "Head",
          roles: ["staff", "headteacher", "line-manager"],
          manager: null,
        },
        {
          name: "Asha Patel",
          email: "asha@elm.example",
          engagement: "employee",
          jobTitle: "",
          roles: ["staff", "dsl", "line-manager"],
          manager: "helen@elm.example",
        },
      ],
    });
  });

  test("keeps umlauts, however they were saved", () => {
    const name = "Jörg Müller-Østergård";
    const text = `${head}\r\n${name},jorg@elm.example,employee,,\r\n`;
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(text, "latin1"),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]),
      Buffer.from(text.normalize("NFD")),
    ]) {
      expect(readStaffList(bytes).people[0]?.name).toBe(name);
    }
  });

  test("takes a name of 120 characters and no longer one", () => {
    expect(list(`${"ö".repeat(120)},a@elm.example,employee,,`).problems).toEqual([]);
    expect(list(`${"ö".repeat(121)},a@elm.example,employee,,`).problems).toEqual([
      "Line 2: the name is longer than 120 characters.",
    ]);
  });

  test("names every bad line, and then nobody of it is taken", () => {
    const { people, problems } = list(
      helen,
      "A,not-an-address,employee,,",
      "Ben Hill,ben@elm.example,boss,,",
      "Carol Finch,carol@elm.example,employee,queen,",
      "=1+1,formula@elm.example,employee,,",
      "Dan Reed,DAN@elm.example,employee,,",
      "Dan Reed,dan@elm.example,employee,,",
      "Eve Shaw,eve@elm.example,employee,,nobody@elm.example",
      "Fay Tuck,fay@elm.example,employee,,fay@elm.example",
    );
    expect(people).toEqual([]);
    expect(problems).toEqual([
      'Line 3: Enter their full name (it says "A").',
      'Line 3: Enter an email address, such as name@school.uk (it says "not-an-address").',
      'Line 4: "boss" is not a way of working with the school. Use one of: employee, supply, agency, trainee, volunteer, contractor, governor.',
      `Line 5: "queen" is not a role. The roles are: ${roles.join(", ")}.`,
      'Line 6: a name cannot begin with "=".',
      "Line 8: dan@elm.example is on line 7 already.",
      'Line 9: the line manager "nobody@elm.example" is not on the list.',
      "Line 10: nobody can be their own line manager.",
    ]);
  });

  test.each([
    ["", "The staff list is empty."],
    [head, "The staff list names nobody."],
    [
      `${head}\n"Helen,helen@elm.example,employee,,`,
      "Line 2: a quotation mark is opened and never closed.",
    ],
    [
      `${head}\nMarsh, Helen,helen@elm.example,employee,,`,
      'Line 2 has more fields than the first line. Put a field that holds "," in quotation marks.',
    ],
    [
      "name,engagement\nHelen,employee",
      'The column "e-mail" is missing. The columns are: name, e-mail, engagement, roles, line manager, job title.',
    ],
    [
      "name,email,engagement,salary\n",
      'The column "salary" is not known. The columns are: name, e-mail, engagement, roles, line manager, job title.',
    ],
    ["name,email,e-mail,engagement\nA,b,c,d", 'The column "e-mail" is there twice.'],
  ])("says in a sentence what is wrong with a file: %j", (text, sentence) => {
    expect(readStaffList(Buffer.from(text))).toEqual({ people: [], problems: [sentence] });
  });

  test("gives no role to somebody who may not hold it", () => {
    expect(
      list(
        "Carol Finch,carol@elm.example,employee,chair,",
        "Grace Lowe,grace@elm.example,governor,DSL,",
      ).problems,
    ).toEqual(["Line 2: an employee cannot be chair.", "Line 3: a governor cannot be dsl."]);
    const { people } = list(
      "Grace Lowe,grace@elm.example,governor,,",
      "Vic Rao,vic@elm.example,governor,vice-chair of governors,",
      "Tim Oak,tim@elm.example,volunteer,,",
      "Sue Ash,sue@elm.example,supply,,",
    );
    expect(people.map((person) => person.roles)).toEqual([
      ["governor"],
      ["vice-chair"],
      [],
      ["staff"],
    ]);
  });

  test("refuses a line manager it cannot tell, and managers in a circle", () => {
    const two = ["Ann Lee,ann@elm.example,employee,,", "Ann Lee,lee@elm.example,employee,,"];
    expect(list(...two, "Bob Roe,bob@elm.example,employee,,Ann Lee").problems).toEqual([
      'Line 4: several people are called "Ann Lee". Give the line manager\'s e-mail address.',
    ]);
    expect(
      list(
        "Ann Lee,ann@elm.example,employee,,bob@elm.example",
        "Bob Roe,bob@elm.example,employee,,Cy Poe",
        "Cy Poe,cy@elm.example,employee,,ann@elm.example",
      ).problems,
    ).toEqual(["Line managers go round in a circle that includes Ann Lee."]);
  });

  test("finds a line manager who is at the school already", () => {
    const bytes = Buffer.from(`${head}\nNew Person,new@elm.example,employee,,Helen Marsh`);
    const already = [{ name: "Helen Marsh", email: "helen@elm.example" }];
    expect(readStaffList(bytes, already).people[0]?.manager).toBe("helen@elm.example");
  });
});
