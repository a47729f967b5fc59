import { dropBytes } from "./keep-bytes";
import { scanEvidence } from "./scan-evidence";

/** Bytes of an item that its uploader took back before sending. */
export const evidenceRemoved = async (payload: { storageKey: string }) =>
  dropBytes(payload.storageKey);

/** An item that the virus scanner has not answered for, or whose handlers are not told yet. */
export const evidenceWaiting = async (payload: { schoolId: string; evidenceId: string }) =>
  scanEvidence(payload, new Date());
