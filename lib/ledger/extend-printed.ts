import { withNobody } from "@/db/scope";
import { type Extension, extensionOf } from "./queries";
import type { Printed } from "./read-printed";

/** For whoever has a printed head, signed in or not: who has none learns nothing of the ledger. */
export const extendPrinted = (known: Printed): Promise<Extension | null> =>
  withNobody((tx) => extensionOf(tx, known));
