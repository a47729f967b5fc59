import { dropBytes } from "./keep-bytes";

/** Bytes of an item that its uploader took back before sending. */
export const evidenceRemoved = async (payload: { storageKey: string }) =>
  dropBytes(payload.storageKey);
