import { closeDatabase } from "@/db/scope";
import { keySchools, rotateKeys } from "@/lib/evidence/rotate-keys";
import { loadEnvironment } from "./environment.ts";

/**
 * `npm run rotate-keys`: a new key for every school, and every file's key wrapped for it, while the
 * product runs. Stopped half-way it goes on where it was; run again within a day it changes nothing.
 */
Object.assign(process.env, { DAYBOOK_URL: "http://localhost:3000", ...process.env });
Object.assign(process.env, await loadEnvironment());
try {
  const schools = await keySchools();
  if (schools.length === 0)
    console.log("No school has evidence yet, so there is no key to change.");
  for (const schoolId of schools) {
    const { changed, damaged } = await rotateKeys(schoolId, new Date());
    console.log(`School ${schoolId}: ${changed} items of evidence are under the new key.`);
    for (const id of damaged) console.log(`  The key of item ${id} does not open: left as it is.`);
    if (damaged.length > 0) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await closeDatabase();
