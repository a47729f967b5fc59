import PostalMime, { type Attachment, decodeWords, type Email } from "postal-mime";
import { refuseFile } from "./labels";
import type { Reading } from "./types";

const longestBody = 200_000;

/** No tag, script or style of it: words and line ends alone. Addresses stay words, never links. */
export function wordsOfHtml(html: string): string {
  const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };
  return html
    .replace(/<!--[\s\S]*?(-->|$)/g, "")
    .replace(/<(script|style|head|title|svg|template)\b[\s\S]*?(<\/\1\s*>|$)/gi, "")
    .replace(/<(br|\/p|\/div|\/tr|\/li|\/h[1-6]|hr)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>?/g, "")
    .replace(/&#(x?[0-9a-f]{1,6});/gi, (_, n: string) => {
      const code = n.startsWith("x") ? Number.parseInt(n.slice(1), 16) : Number(n);
      return code > 31 && code < 0x110000 ? String.fromCodePoint(code) : "";
    })
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => entities[name] ?? "")
    .replace(/[ \t]+/g, " ")
    .replace(/\n\s*\n\s*/g, "\n\n")
    .trim();
}

function bodyOf(email: Email, html: boolean): Pick<Reading, "body" | "bodyFrom"> {
  const words = (html ? wordsOfHtml(email.html ?? "") : (email.text ?? "")).trim();
  const from = html ? "html" : "plain";
  return words.length > longestBody
    ? { body: words.slice(0, longestBody), bodyFrom: `${from}-cut` }
    : { body: words, bodyFrom: words ? from : null };
}

const endings: Record<string, string> = {
  "message/rfc822": "eml",
  "image/jpeg": "jpg",
  "image/png": "png",
  "application/pdf": "pdf",
};
const nameOf = (part: Attachment, index: number) =>
  part.filename || `Attachment ${index + 1}.${endings[part.mimeType] ?? "bin"}`;

/**
 * An e-mail as people read it: every header in its order, the words of its body, and its
 * attachments as bytes. Nothing that it points to is fetched, and no markup of it survives.
 */
export async function readEmail(
  bytes: Buffer,
): Promise<{ reading: Reading; attachments: { name: string; content: Buffer }[] }> {
  let email: Email;
  try {
    email = await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 30 });
  } catch {
    throw refuseFile("parts");
  }
  const lines = email.headerLines;
  return {
    reading: {
      format: "email",
      dayOrder: null,
      headers: email.headers.map((header, index) => ({
        name: header.originalKey,
        value: decodeWords(header.value),
        line: lines[index]?.line ?? "",
      })),
      ...bodyOf(email, !email.text?.trim()),
    },
    attachments: email.attachments.map((part, index) => ({
      name: nameOf(part, index),
      content: Buffer.from(part.content as ArrayBuffer),
    })),
  };
}
