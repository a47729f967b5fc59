import { sql } from "drizzle-orm";
import { withNobody } from "@/db/scope";

/** True when the database answers the app's own login. */
export async function checkHealth(): Promise<boolean> {
  try {
    await withNobody((tx) => tx.execute(sql`select 1`));
    return true;
  } catch {
    return false;
  }
}
