import { env } from "@/lib/env";
import type { Source } from "./encrypt-bytes";

/**
 * Where whole files are kept, encrypted, under keys of ours (`<2 letters>/<key>`, the same in a
 * folder and in a bucket). What a store cannot do now ends in StoreAway; that is never a loss.
 */
export type Place = {
  /** Takes over a whole file that is on the local disk; it is there for good when this answers. */
  take(key: string, path: string): Promise<void>;
  /** A part, and how many bytes there are in all; null when there is no such file. */
  read(key: string, start: number, end: number): Promise<Awaited<ReturnType<Source>> | null>;
  /** Every whole file whose key starts with these two letters, and since when it is there. */
  list(letters: string): AsyncIterable<{ key: string; keptAt: Date }>;
  /** May run twice: what is gone stays gone. */
  drop(key: string): Promise<void>;
  /** Removes what was never whole and was not written to since; answers how many there were. */
  dropParts(before: Date): Promise<number>;
};

let chosen: Promise<Place> | undefined;
/** The bucket when `S3_BUCKET` is set, else the folder `evidence` of the data folder. */
export function place(): Promise<Place> {
  // A school without a bucket never loads what speaks to one.
  chosen ??= env().S3_BUCKET
    ? import("./place-in-bucket").then(({ placeInBucket }) => placeInBucket(env()))
    : import("./place-on-disk").then(({ placeOnDisk }) => placeOnDisk(env().DAYBOOK_DATA_DIR));
  return chosen;
}
