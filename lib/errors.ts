/** Failures people may meet. Everything else is a fault and goes to the error boundary. */
export type KnownCode =
  /** Absent or forbidden: the two look the same everywhere. */
  | "not-found"
  /** Somebody else changed it first; the page shows both versions. */
  | "conflict"
  /** The input does not do; `fields` carries the sentences. */
  | "check"
  /** Too often; the sentence says when to try again. */
  | "too-many"
  /** Nobody is signed in, or not any more. */
  | "signed-out";

export class KnownError extends Error {
  constructor(
    readonly code: KnownCode,
    message: string,
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
    this.name = "KnownError";
  }
}

export const notFound = () => new KnownError("not-found", "Page not found");
export const conflict = (sentence: string) => new KnownError("conflict", sentence);
export const check = (fields: Record<string, string>) =>
  new KnownError("check", "There is a problem", fields);
export const tooMany = (sentence: string) => new KnownError("too-many", sentence);
export const signedOut = () => new KnownError("signed-out", "You are signed out");

/** PostgreSQL's error code, which drizzle hands on as the cause. */
export function postgresCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === "object" && cause !== null && "code" in cause
    ? String(cause.code)
    : undefined;
}

/** The disk took no more: full, over a quota, or a file past a limit. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["ENOSPC", "EDQUOT", "EFBIG"].includes(String(error.code));

/** The store of the evidence did not answer, or not as it should: that says nothing of any file. */
export class StoreAway extends Error {}
