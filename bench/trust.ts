import type postgres from "postgres";

/** What the queue, the search and the pages of a person read: the tables that grow with the record. */
const tables = [
  "people",
  "reports",
  "report_progress",
  "triages",
  "involvements",
  "cases",
  "case_reports",
  "case_events",
  "case_actions",
  "clocks",
  "evidence",
  "marks",
  "walls",
  "circle",
  "referrals",
  "decisions",
];

/** Six words of each report, of three thousand that people use: what the search for words looks up. */
export async function addMarks(admin: postgres.Sql, schoolId: string): Promise<void> {
  await admin`insert into marks (school_id, token, source_id, kind)
    select ${schoolId}, sha256((floor(random() * random() * 3000)::int)::text::bytea), r.id, 'word'
    from reports r, generate_series(1, 6) i where r.school_id = ${schoolId} and i > 0
    on conflict do nothing`;
}

/** A row of one school as another has it: every id is another, and each points to what it did. */
async function copyStatements(admin: postgres.Sql): Promise<string[]> {
  const other = (value: string) => `md5(m.school || ${value}::text)::uuid`;
  const columns =
    await admin`select table_name, column_name, udt_name from information_schema.columns
    where table_schema = 'public' and table_name in ${admin(tables)} and is_generated = 'NEVER'
    order by ordinal_position`;
  return tables.map((table) => {
    const own = columns.filter((column) => column.table_name === table);
    const values = own.map(({ column_name: name, udt_name: type }) => {
      if (name === "school_id") return "m.school::uuid";
      if (type === "uuid") return other(`t."${name}"`);
      if (type === "_uuid") return `array(select ${other("one")} from unnest(t."${name}") one)`;
      return `t."${name}"`;
    });
    return `insert into ${table} (${own.map((column) => `"${column.column_name}"`).join(", ")})
      select ${values.join(", ")} from ${table} t, (select $2::text as school) m
      where t.school_id = $1::uuid`;
  });
}

/**
 * Gives each of these schools what one has, school by school, so that every index grows at its end.
 * Loaded as `fill` loads.
 */
export async function copySchool(admin: postgres.Sql, from: string, to: string[]): Promise<void> {
  const statements = await copyStatements(admin);
  const waiting = [...to];
  const work = async () => {
    for (let school = waiting.pop(); school; school = waiting.pop()) {
      const id = school;
      await admin.begin(async (tx) => {
        await tx`set local session_replication_role = replica`;
        await tx`set local synchronous_commit = off`;
        for (const statement of statements) await tx.unsafe(statement, [from, id]);
      });
    }
  };
  await Promise.all([work(), work()]);
}
