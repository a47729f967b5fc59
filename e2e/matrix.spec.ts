import { globSync, readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import postgres from "postgres";
import * as actions from "./action-matrix.ts";
import { makePicture } from "./files/make-picture.ts";
import { expect, personOf, requestsAs, signsIn, test } from "./fixtures.ts";
import { readDemo } from "./installation.ts";
import { routes } from "./matrix.ts";
import { as, leave, open, send } from "./story.ts";

/** Every table of the matrix that is about actions. */
const actionNames = Object.values(actions).flatMap((table) => Object.keys(table));

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

const pattern = (file: string) =>
  `/${file.replace(/^app\//, "").replace(/\/?(page\.tsx|route\.ts)$/, "")}`
    .replace(/\/\([^)]+\)/g, "")
    .replace(/(.)\/$/, "$1") || "/";

test("every page, route and action has an expectation", () => {
  const found = globSync("app/**/{page.tsx,route.ts}").map((file) =>
    pattern(file.replaceAll("\\", "/")),
  );
  expect(found.sort()).toEqual(Object.keys(routes).sort());
  const exported = globSync("lib/**/actions.ts").flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /export (?:async function (\w+)|const (\w+) = formAction)/g,
      ),
    ].map((match) => match[1] ?? match[2]),
  );
  expect(exported.sort()).toEqual(actionNames.sort());
});

const roles = [...new Set(readDemo().people.map((p) => p.role))];

test.afterAll(leave);
let reportId = "";
test.beforeAll(async ({ browser }) => {
  const told = {
    type: "CYB",
    affectedName: "Theo Wright",
    account: "A cruel line under a picture.",
  };
  ({ reportId } = await send(browser, told, { picture: await makePicture("A cruel line") }));
  await open(await as(browser, "dsl"), reportId);
});

/** That report and case of the T2 track at Elm, with what hangs on them. */
async function things() {
  const [c] = await sql`select cr.case_id, cr.report_id, w.name as writer from case_reports cr
    join reports r on r.school_id = cr.school_id and r.id = cr.report_id
    join people w on w.school_id = r.school_id and w.id = r.reporter_id
    where r.id = ${reportId}`;
  const [e] = await sql`select id from evidence where report_id = ${c?.report_id}
    and state = 'attached' and kind = 'image' limit 1`;
  const [s] =
    await sql`select n.id from snapshots n join schools s on s.id = n.school_id and s.name = 'Elm Primary' limit 1`;
  const [p] = await sql`select v.policy_id as id, c.id as clause_id from policy_versions v
    join schools s on s.id = v.school_id and s.name = 'Elm Primary'
    join policy_clauses c on c.school_id = v.school_id and c.version_id = v.id
    where v.published_at is null and v.number > 1 limit 1`;
  const [person] = await sql`select p.id from people p join schools s on s.id = p.school_id
    and s.name = 'Elm Primary' where p.name = 'Colin Webb'`;
  return {
    caseId: c?.case_id,
    reportId: c?.report_id,
    writer: c?.writer,
    evidenceId: e?.id,
    snapshotId: s?.id,
    policyId: p?.id,
    clauseId: p?.clause_id,
    personId: person?.id,
  };
}

const absent = crypto.randomUUID();
function address(route: string, ids: Record<string, string>): string {
  return route
    .replace(/\[(\w+)\]/g, (_, name: string) =>
      name === "action"
        ? "hold"
        : name === "row"
          ? "5"
          : name === "kind"
            ? route.startsWith("/cases")
              ? "t2"
              : "phone-on"
            : (ids[name] ?? absent),
    )
    .replace("/search", "/search?q=zz");
}

/** What each address answers, asked four at a time: one waits for the database while another renders. */
async function statuses(asker: APIRequestContext, paths: string[]) {
  const answers: Record<string, number> = {};
  const left = [...paths];
  const ask = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const answer = await asker.get(path, { maxRedirects: 0 });
      answers[path] = answer.status() >= 300 && answer.status() < 400 ? 200 : answer.status();
      await answer.dispose();
    }
  };
  await Promise.all([ask(), ask(), ask(), ask()]);
  return answers;
}

const asked = Object.entries(routes).filter(
  ([, rule]) => rule !== "public" && rule !== "not-a-page",
);
/** Roles that see an unrelated T2 matter of their school. */
const seesT2 = ["dsl", "deputy-dsl", "headteacher"];
/** Pages of a case that are for whoever works it; the headteacher reads T2 and does not triage it. */
const works = ["/cases/[caseId]/move/[action]", "/cases/[caseId]/owner", "/cases/[caseId]/risk"];

function allowed(route: string, role: string): boolean | null {
  const rule = routes[route];
  if (rule === "everybody") return true;
  if (rule === "owner") return false;
  if (rule === "handlers") {
    if (works.includes(route))
      return seesT2.includes(role) && role !== "headteacher"
        ? null
        : role === "headteacher"
          ? null
          : false;
    return seesT2.includes(role);
  }
  return Array.isArray(rule) ? rule.includes(role) : null;
}

for (const role of roles) {
  test(`${role}: each page of somebody else's matter`, async ({ browser }) => {
    const ids = await things();
    const paths = new Map(asked.map(([route]) => [route, address(route, ids)]));
    const page = await signsIn(browser, role);
    const got = await statuses(page.request, [...paths.values()]);
    for (const [route, path] of paths) {
      const own = route.startsWith("/reports/[reportId]") && personOf(role).name === ids.writer;
      const expected = own || allowed(route, role);
      if (expected === null || route === "/api/evidence/[id]") continue;
      expect(got[path] === 404 ? "404" : String(got[path]), `${role} ${route}`).toBe(
        expected ? "200" : "404",
      );
    }
  });
}

test("the other school's people find nothing of it, by any address", async () => {
  const ids = await things();
  const paths = asked
    // A row of the routing table and a kind of the registers are every school's own.
    .filter(([route]) => route.includes("[") && !/\[(row|kind)\]/.test(route))
    .map(([route]) => address(route, ids));
  for (const role of ["dsl", "headteacher", "admin", "chair"]) {
    const got = await statuses(await requestsAs(role, "Oakfield Secondary"), paths);
    expect(Object.entries(got).filter(([, status]) => status !== 404)).toEqual([]);
  }
});

test("a walled person and an absent matter get the same answer, to the byte", async () => {
  const ids = await things();
  const [head] =
    await sql`select p.id, p.school_id from people p join schools s on s.id = p.school_id
    and s.name = 'Elm Primary' where p.name = 'Helen Marsh'`;
  for (const matter of [ids.caseId, ids.reportId]) {
    await sql`insert into walls values (${head?.school_id}, ${head?.id}, ${matter}, 'named', now())`;
  }
  try {
    const asker = await requestsAs("headteacher");
    const body = async (path: string) => {
      const answer = await asker.get(path);
      // Scripts arrive cut into pieces as the network had it; what is shown does not.
      const shown = (await answer.text()).replaceAll(/<script[\s\S]*?<\/script>/g, "");
      const text = shown.replaceAll(/nonce="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|"[\w-]{20,}"/g, "");
      return { status: answer.status(), text };
    };
    for (const route of asked.map(([r]) => r).filter((r) => /\[(caseId|reportId)\]/.test(r))) {
      const there = await body(address(route, ids));
      const nowhere = await body(address(route, {}));
      expect(there.status, route).toBe(404);
      expect(there.text.length, route).toBe(nowhere.text.length);
    }
    for (const path of ["/queue?tab=all", "/search?q=OS-26"]) {
      expect((await body(path)).text).not.toContain(ids.caseId);
    }
  } finally {
    await sql`delete from walls where person_id = ${head?.id}`;
  }
});

test("nobody signed in finds only the door", async ({ request }) => {
  for (const [route, rule] of Object.entries(routes)) {
    if (rule === "not-a-page" || /^\/(invite|tell|visit)\//.test(route)) continue;
    const answer = await request.get(address(route, {}), { maxRedirects: 0 });
    const expected =
      rule === "public" ? [200] : route.startsWith("/api/") ? [404] : [307, 303, 302];
    expect(expected, route).toContain(answer.status());
  }
});

test("a change from a page that is not ours is refused", async () => {
  const staff = await requestsAs("staff");
  for (const origin of ["https://elsewhere.example", "null", undefined]) {
    for (const path of [
      "/",
      "/api/uploadthing?actionType=upload&slug=evidence",
      `/reports/drafts/${absent}/evidence/upload`,
      "/policies/new/upload",
      "/share/upload",
    ]) {
      const answer = await staff.fetch(path, {
        method: "POST",
        headers: origin === undefined ? {} : { origin },
        data: "x=1",
      });
      expect([403, 404], `${path} from ${origin}`).toContain(answer.status());
    }
  }
});
