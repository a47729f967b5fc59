import postgres from "postgres";

/** Throws unless the login is one the walls hold against. Called before the app serves. */
export async function checkRole(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [role] = await sql`select r.rolsuper or r.rolbypassrls as strong,
        exists (select 1 from pg_class c where c.relowner = r.oid) as owns,
        pg_has_role(r.oid, 'daybook_owner', 'member') as member
      from pg_roles r where r.rolname = current_user`;
    if (!role || role.strong || role.owns || role.member) {
      throw new Error("The app's database role is an owner or gets past row-level security");
    }
  } finally {
    await sql.end();
  }
}
