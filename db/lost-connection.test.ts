import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "@/db/test-database";
import { asOwner } from "@/db/testing";

/** One connection, so that a second transaction gets the very one that the first has lost. */
const sql = postgres(testDatabase().appUrl, { max: 1, prepare: false, onnotice: () => {} });
afterAll(() => sql.end());

const kill = (pid: number) => asOwner()`select pg_terminate_backend(${pid}::int)`;
const gate = () => {
  let open = () => {};
  const passed = new Promise<void>((done) => {
    open = done;
  });
  return { open, passed };
};

test("what is left of a lost transaction never reaches the next one on its connection", async () => {
  const [begun, goOn] = [gate(), gate()];
  let pid = 0;
  let late: unknown;
  const first = sql.begin(async (tx) => {
    pid = (await tx`select pg_backend_pid() as pid`)[0]?.pid;
    begun.open();
    await goOn.passed;
    late = await tx`select set_config('daybook.session', 'first', true)`.catch(
      (error) => error.code,
    );
    throw new Error("gives up");
  });
  first.catch(() => {});
  await begun.passed;
  await kill(pid);
  await expect(first).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });

  const seen = await sql.begin(async (tx) => {
    const [before] = await tx`select set_config('daybook.session', 'second', true),
      pg_backend_pid() as pid, txid_current() as id`;
    goOn.open();
    await new Promise((done) => setTimeout(done, 50));
    const [after] = await tx`select current_setting('daybook.session') as who,
      pg_backend_pid() as pid, txid_current() as id`;
    return { who: after?.who, same: after?.pid === before?.pid && after?.id === before?.id };
  });
  expect(late).toBe("CONNECTION_CLOSED");
  expect(seen).toEqual({ who: "second", same: true });
});

test("a connection killed at any moment fails its own work alone, and works again", async () => {
  let killed = 0;
  for (let n = 0; n < 60; n++) {
    const work = sql.begin(async (tx) => {
      const [row] = await tx`select pg_backend_pid() as pid`;
      const death = kill(row?.pid);
      // Small writes wait for the next turn, large ones go at once: both meet a socket that went.
      for (let i = 0; i < 4; i++) await tx`select ${"x".repeat(n % 2 ? 10 : 2000)}::text`;
      await death;
      await tx`select 1`;
    });
    await work.catch(() => killed++);
    const [row] = await sql`select 1 as one`.catch(() => sql`select 1 as one`);
    expect(row?.one).toBe(1);
  }
  expect(killed).toBe(60);
}, 30_000);
