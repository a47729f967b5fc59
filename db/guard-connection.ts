/**
 * postgres.js 3.4.9 writes to a socket that is already gone when the database dies in mid-write,
 * and throws where nobody can catch it (upstream issues 1066, 1154, 1208). That one error ends the
 * query, not the process; every other uncaught error still ends the process.
 */
export function guardConnection(): void {
  process.on("uncaughtException", (error) => {
    const ours = error instanceof TypeError && /nextWrite|connection\.js/.test(error.stack ?? "");
    if (ours) return;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
}
