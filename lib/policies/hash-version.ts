import { createHash } from "node:crypto";
import { canonicaliseJson } from "@/lib/ledger/canonicalise-json";
import type { PolicyText } from "./types";

/**
 * SHA-256 of the canonical JSON (RFC 8785) of a version: two versions have one hash if and only if
 * they say the same to the letter. Whoever accepts a version accepts this hash.
 */
export function hashVersion(version: PolicyText): string {
  const text = canonicaliseJson({
    number: version.number,
    title: version.title,
    approvedBy: version.approvedBy,
    approvedOn: version.approvedOn,
    reviewedOn: version.reviewedOn,
    nextReviewOn: version.nextReviewOn,
    statutory: version.statutory,
    onWebsite: version.onWebsite,
    linked: version.linked,
    binds: version.binds,
    ...(version.rules === null ? {} : { rules: version.rules }),
    clauses: version.clauses.map(({ code, kind, heading, words, types, severity }) => ({
      code,
      kind,
      heading,
      words,
      types,
      severity,
    })),
  });
  return createHash("sha256").update(text).digest("hex");
}
