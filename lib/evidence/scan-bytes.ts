import { connect } from "node:net";
import type { Readable } from "node:stream";

export type Verdict = "clean" | "suspect" | "error";

/** A scanner that says nothing for this long has not answered, in milliseconds. */
const longestSilence = 60_000;

function open(address: string) {
  const at = /^([^/]+):(\d{1,5})$/.exec(address);
  return at ? connect({ host: at[1] ?? "", port: Number(at[2]) }) : connect({ path: address });
}

/** clamd's INSTREAM: each piece with its length before it, and a length of nothing at the end. */
async function* pieces(stream: Readable): AsyncGenerator<Buffer> {
  yield Buffer.from("zINSTREAM\0");
  for await (const bytes of stream) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE((bytes as Buffer).length);
    yield Buffer.concat([length, bytes as Buffer]);
  }
  yield Buffer.alloc(4);
}

/**
 * Asks clamd about some bytes while they stream. Only its plain "OK" is clean; a refusal, a limit,
 * silence or no scanner at all is an error, and never clean.
 */
export async function scanBytes(
  address: string,
  stream: Readable,
  patience = longestSilence,
): Promise<Verdict> {
  const socket = open(address);
  let said = "";
  const answered = new Promise<void>((done) => {
    socket.setTimeout(patience, () => socket.destroy());
    socket.on("data", (bytes) => {
      said += bytes.toString("latin1");
    });
    socket.on("error", () => done());
    socket.on("close", () => done());
  });
  let ended = false;
  void answered.then(() => {
    ended = true;
  });
  try {
    for await (const piece of pieces(stream)) {
      if (ended) break;
      if (!socket.write(piece) && !ended) {
        await Promise.race([new Promise((go) => socket.once("drain", go)), answered]);
      }
    }
    await answered;
  } finally {
    socket.destroy();
    stream.destroy();
  }
  if (/^stream: OK\0?$/.test(said)) return "clean";
  return /^stream: .* FOUND\0?$/.test(said) ? "suspect" : "error";
}
