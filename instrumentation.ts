/** Before the first request: refuse to serve with a database login the walls do not hold,
 * or without the key that opens the evidence. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build")
    return;
  const { env } = await import("@/lib/env");
  const { checkRole } = await import("@/db/check-role");
  await checkRole(env().APP_DATABASE_URL);
  const { checkRootKey } = await import("@/lib/evidence/hold-keys");
  await checkRootKey();
  // As in worker.ts: whoever started app and worker is gone, so the app goes too.
  if (process.env.DAYBOOK_SUPERVISED)
    process.stdin.resume().once("close", () => process.kill(process.pid, "SIGTERM"));
}
