import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { withNobody } from "@/db/scope";
import { env } from "@/lib/env";

const file = z.object({
  people: z.array(
    z.object({ role: z.string(), school: z.string(), name: z.string(), email: z.string() }),
  ),
});

/** Whom the demo's sign-in page offers: one for each role at each school; nobody unless the database itself is a demo. */
export async function demoPeople() {
  if (env().DAYBOOK_DEMO !== "1") return [];
  const [row] = await withNobody(
    async (tx) =>
      (await tx.execute(sql`select demo from installation`)) as unknown as { demo: boolean }[],
  );
  if (!row?.demo) return [];
  const text = await readFile(join(env().DAYBOOK_DATA_DIR, "demo.json"), "utf8").catch(() => null);
  if (text === null) return [];
  const schools = new Map<string, { role: string; name: string; email: string }[]>();
  for (const person of file.parse(JSON.parse(text)).people) {
    const listed = schools.get(person.school) ?? [];
    if (!listed.some(({ role }) => role === person.role))
      schools.set(person.school, [...listed, person]);
  }
  return [...schools].map(([name, people]) => ({ name, people }));
}
