import type { Role } from "@/lib/access/types";
import type { Move } from "./transitions";

/** Who says how long a record is kept, and ends it with a second person (B12). */
export const keepers: readonly Role[] = ["dpo", "dsl", "headteacher"];

/** The last rows of the workflow table (B7): made on the record's own page, by lib/retention. */
export const endMoves: readonly Move[] = [
  {
    action: "propose-disposal",
    from: ["closed", "transferred"],
    to: "due-review",
    label: "Keep or end the record",
    by: keepers,
    banner: "Its end is proposed. Somebody else must agree.",
    page: "retention",
    guards: [],
  },
  {
    action: "refuse-disposal",
    from: ["due-review"],
    to: "closed",
    label: "Agree to its end, or turn it down",
    main: ["due-review"],
    by: keepers,
    banner: "It was turned down. The record is kept.",
    page: "retention",
    guards: [],
  },
  {
    // Made by the worker, once the second of two people agreed.
    action: "dispose",
    from: ["due-review"],
    to: "disposed",
    label: "Dispose of the record",
    by: [],
    banner: "The record was disposed of.",
    page: "retention",
    guards: [],
  },
];
