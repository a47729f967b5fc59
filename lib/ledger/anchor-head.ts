import { createHash, randomBytes } from "node:crypto";
import { Integer, OctetString } from "asn1js";
import { addMinutes } from "date-fns/addMinutes";
import { differenceInSeconds } from "date-fns/differenceInSeconds";
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from "pkijs";
import type postgres from "postgres";
import { checkStamp } from "./check-stamp";

/** The authority that is set: its address, what its certificate leads to (PEM), and how often. */
export type Authority = { url: string; trusted: string; everyMinutes: number };

const sha256 = "2.16.840.1.101.3.4.2.1";
/** A stamp with its certificates is 2 to 8 kB. */
const mostBytes = 64_000;
const patience = 15_000;
/** Clocks that differ by more make the times in the ledger doubtful. */
const clockSeconds = 120;

function questionOver(note: string, nonce: Buffer): Uint8Array {
  const question = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
      hashedMessage: new OctetString({
        valueHex: new Uint8Array(createHash("sha256").update(note).digest()).buffer,
      }),
    }),
    nonce: new Integer({ valueHex: new Uint8Array(nonce).buffer }),
    certReq: true,
  });
  return new Uint8Array(question.toSchema().toBER());
}

/** Asks this one address and follows it nowhere else. */
async function ask(url: string, question: Uint8Array): Promise<Uint8Array> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/timestamp-query" },
    body: question as BodyInit,
    redirect: "error",
    signal: AbortSignal.timeout(patience),
  }).catch(() => {
    throw new Error("The authority did not answer.");
  });
  if (
    !answer.ok ||
    !answer.headers.get("content-type")?.startsWith("application/timestamp-reply")
  ) {
    await answer.body?.cancel();
    throw new Error(`The authority answered with ${answer.status} instead of a stamp.`);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.length;
    if (size > mostBytes) throw new Error("The authority's answer is too long for a stamp.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** One try is one worker's: whoever moves the time of the last try makes it. */
async function takeTurn(sql: postgres.Sql, everyMinutes: number, at: Date): Promise<number | null> {
  const [last] = await sql`select tried_at, failures from anchor_tries`;
  const failures = Number(last?.failures ?? 0);
  const wait = failures === 0 ? everyMinutes : Math.min(everyMinutes, 2 ** Math.min(failures, 10));
  // A minute's job comes a little early or late.
  if (last && at < new Date(+addMinutes(last.tried_at as Date, wait) - 5_000)) return null;
  const taken = last
    ? await sql`update anchor_tries set tried_at = ${at} where tried_at = ${last.tried_at as Date} returning 1`
    : await sql`insert into anchor_tries (tried_at, failures) values (${at}, 0)
        on conflict do nothing returning 1`;
  return taken.length > 0 ? failures : null;
}

/**
 * Has an outside authority stamp the last head, when it is time and there is a new one. What goes
 * wrong is kept for the administrator and tried again, after a minute at first, at the latest when
 * the next stamp would be due. Nothing else waits for it.
 */
export async function anchorHead(
  sql: postgres.Sql,
  authority: Authority,
  at: Date,
): Promise<"stamped" | "not yet" | "failed"> {
  const [head] = await sql`select size::float8, note from ledger_checkpoints
    order by size desc limit 1`;
  const [last] = await sql`select size::float8 from ledger_anchors order by size desc limit 1`;
  if (!head || head.size === last?.size) return "not yet";
  const failures = await takeTurn(sql, authority.everyMinutes, at);
  if (failures === null) return "not yet";
  const nonce = randomBytes(8);
  // Positive and of eight bytes, so that it comes back as it went.
  nonce[0] = (Number(nonce[0]) & 0x7f) | 0x40;
  try {
    const answer = await ask(authority.url, questionOver(String(head.note), nonce));
    const stamp = await checkStamp(answer, Buffer.from(String(head.note)), authority.trusted).catch(
      (error: Error) => {
        throw new Error(`The authority's answer was refused: ${error.message}.`);
      },
    );
    if (stamp.nonce !== nonce.toString("hex"))
      throw new Error("The authority's answer was refused: it answers another question.");
    const apart = Math.abs(differenceInSeconds(stamp.at, at));
    const problem =
      apart > clockSeconds
        ? `The stamp was kept, but this machine's clock and the authority's are ${apart} seconds apart.`
        : null;
    await sql.begin(async (tx) => {
      await tx`insert into ledger_anchors (size, stamped_at, authority, answer)
        values (${head.size}, ${stamp.at}, ${stamp.authority}, ${Buffer.from(answer)})`;
      await tx`update anchor_tries set failures = 0, problem = ${problem}`;
    });
    return "stamped";
  } catch (error) {
    const problem = error instanceof Error ? error.message : "The authority did not answer.";
    await sql`update anchor_tries set failures = ${failures + 1}, problem = ${problem}`;
    return "failed";
  }
}
