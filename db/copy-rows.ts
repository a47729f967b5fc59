import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";

/**
 * All rows of all tables as they stand at one instant, in the words that psql reads: COPY, the rows,
 * and a line with `\.`. Ask as daybook_backup, who sees every row and changes none.
 */
export async function* dumpRows(
  tx: postgres.TransactionSql,
  count: (table: string, rows: number) => void,
): AsyncGenerator<Buffer> {
  const tables = await tx`select c.relname::text as name, array_agg(quote_ident(a.attname::text)
      order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`;
  for (const { name, columns } of tables) {
    const list = (columns as string[]).join(", ");
    yield Buffer.from(`COPY public.${name} (${list}) FROM stdin;\n`);
    let rows = 0;
    const out = await tx.unsafe(`copy (select ${list} from public.${name}) to stdout`).readable();
    for await (const bytes of out as AsyncIterable<Buffer>) {
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) rows++;
      yield bytes;
    }
    yield Buffer.from("\\.\n");
    count(String(name), rows);
  }
}

/** Lines with their ends, by the byte alone: a text may hold other signs that end lines. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  for await (const more of bytes) {
    let from = 0;
    for (let at = more.indexOf(10); at >= 0; at = more.indexOf(10, from)) {
      held.push(more.subarray(from, at + 1));
      yield held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held);
      held = [];
      from = at + 1;
    }
    if (from < more.length) held.push(more.subarray(from));
  }
  if (held.length > 0) yield Buffer.concat(held);
}

const start = /^COPY public\.(\w+) \(([\w", ]+)\) FROM stdin;\n$/;
const end = Buffer.from("\\.\n");

/**
 * Puts such rows into empty tables, as their owner. What the tables say of each other is set aside
 * meanwhile, as no order of them would do, and holds for all rows at the end or nothing is kept.
 */
export async function loadRows(
  sql: postgres.Sql,
  dump: AsyncIterable<Buffer>,
): Promise<Map<string, number>> {
  const loaded = new Map<string, number>();
  await sql.begin(async (tx) => {
    const bonds = await tx`select conrelid::regclass::text as place, quote_ident(conname) as name,
      pg_get_constraintdef(oid) as words from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace`;
    for (const { place, name } of bonds)
      await tx.unsafe(`alter table ${place} drop constraint ${name}`);
    const next = linesOf(dump);
    for (let line = await next.next(); !line.done; line = await next.next()) {
      const [, table = "", columns = ""] = start.exec(line.value.toString()) ?? [];
      if (!table) throw new Error("The backup of the database is not one");
      let rows = 0;
      const into = await tx.unsafe(`copy public.${table} (${columns}) from stdin`).writable();
      const data = async function* () {
        for (;;) {
          const row = await next.next();
          if (row.done) throw new Error("The backup of the database ends too early");
          if (row.value.equals(end)) return;
          rows++;
          yield row.value;
        }
      };
      await pipeline(Readable.from(data()), into);
      loaded.set(table, rows);
    }
    for (const { place, name, words } of bonds)
      await tx.unsafe(`alter table ${place} add constraint ${name} ${words}`);
  });
  return loaded;
}
