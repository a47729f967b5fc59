import sharp from "sharp";
import { makeIosChat, somebody } from "./make-messages.ts";

/** Kept as what it is, with so many items, or refused with a sentence that begins so. */
export type Hostile = {
  what: string;
  name?: string;
  make: () => Buffer | Promise<Buffer>;
  kept?: { kind: string; items?: number };
  refused?: RegExp;
};

/** Shows itself in a browser that runs it, and calls home from one that fetches. */
export const script =
  "<script>window.daybookCanary=1;console.log('daybook-canary');alert('daybook-canary')</script>";
export const beacon =
  '<img src="https://beacon.example/seen.png" onerror="window.daybookCanary=1">';
export const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert('daybook-canary')">${script}<image href="https://beacon.example/a.png"/></svg>`;
export const page = `<!doctype html><html><body>${script}${beacon}</body></html>`;
export const pixel = (format: "png" | "jpeg" | "gif" | "webp" = "png") =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: "#345" } })
    .toFormat(format)
    .toBuffer();
export const join = (...parts: (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));
export const pdf = (inside: string | Buffer = "") =>
  join("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n", inside, "\ntrailer<</Root 1 0 R>>\n%%EOF\n");
export const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024);
export const chatText = { name: "_chat.txt", bytes: makeIosChat(somebody) };
export const type = /^The selected file must be a picture/;
export const image = { kind: "image" };
