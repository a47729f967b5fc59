import type postgres from "postgres";

/** What a database is. It is said once, when the first school goes in, and never changes. */
export type Installation = "empty" | "demo" | "real";

export async function checkInstallation(sql: postgres.ISql): Promise<Installation> {
  const [table] = await sql`select to_regclass('public.installation') is not null as found`;
  if (!table?.found) return "empty";
  const [row] = await sql`select demo from installation`;
  if (!row) return "empty";
  return row.demo ? "demo" : "real";
}
