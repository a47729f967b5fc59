// postgres.js 3.4.9 goes on writing when a connection is gone (upstream issues 1066, 1154, 1208, not
// merged): it throws where nobody can catch it, the connection never works again, and what is left
// of a lost transaction is written into whichever transaction has the connection next. Applied after
// every installation, to exactly the text it was written for. Runs on Node 18 and later.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const changes = {
  "connection.js": [
    // A query for a connection that is gone fails by itself.
    [
      `    if (stream)
      return queryError(q, Errors.generic('COPY_IN_PROGRESS'`,
      `    if (socket === null)
      return queryError(q, Errors.connection('CONNECTION_CLOSED', options)), true

    if (stream)
      return queryError(q, Errors.generic('COPY_IN_PROGRESS'`,
    ],
    // What was to be written when the connection went is forgotten: closed() has failed its query.
    [
      `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x`,
      `    const bytes = chunk
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return socket === null ? false : socket.write(bytes, fn)`,
    ],
    [
      `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
      `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
    ],
    // Everything that waited fails, and neither a query nor an error is kept for the next connection.
    [
      `!hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    closedTime`,
      `;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = results = errorResponse = null
    result = new Result()
    closedTime`,
    ],
    // The driver's own first question, which nobody waits for.
    [
      `        return fetchArrayTypes()
`,
      `        return fetchArrayTypes().catch(() => {})
`,
    ],
  ],
  "index.js": [
    // A transaction whose connection went says nothing more, on that connection or any other.
    [
      `      , prepare = null

    try {
      await sql.unsafe('begin '`,
      `      , prepare = null
      , lost = null

    try {
      await sql.unsafe('begin '`,
    ],
    [
      `connection.onclose = reject)`,
      `connection.onclose = e => {
          lost = e
          while (queries.length)
            queries.shift().reject(e)
          reject(e)
        })`,
    ],
    [
      `        q.catch(e => uncaughtError || (uncaughtError = e))
`,
      `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
`,
    ],
    [
      `Object.assign(Postgres, {
`,
      `Object.assign(Postgres, {
  endsCleanly: true,
`,
    ],
  ],
};

/** Patches the installed package; once is enough, and any other version is an error. */
export function patchPostgres(root) {
  for (const folder of ["src", "cjs/src"]) {
    for (const [name, pairs] of Object.entries(changes)) {
      const file = join(root, "node_modules/postgres", folder, name);
      const before = readFileSync(file, "utf8");
      let text = before;
      for (const [old, now] of pairs) {
        if (text.includes(now)) continue;
        if (text.split(old).length !== 2)
          throw new Error(
            `${file} is not the text that scripts/patch-postgres.mjs was written for`,
          );
        text = text.replace(old, () => now);
      }
      if (text === before) continue;
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    }
  }
}
