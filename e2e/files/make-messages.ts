import { makeZip } from "./make-zip.ts";

/** An e-mail with one part after the other, as a mail program writes it. */
export function makeEmail(
  parts: { type: string; name?: string; bytes: Buffer | string }[],
  headers: string[] = [],
): Buffer {
  const pieces = parts.map(({ type, name, bytes }) =>
    [
      "--part",
      `Content-Type: ${type}`,
      ...(name === undefined ? [] : [`Content-Disposition: attachment; filename="${name}"`]),
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\r\n"),
    ].join("\r\n"),
  );
  return Buffer.from(
    [
      "Received: from mail.example (mail.example [192.0.2.7])",
      "\tby mx.school.example; Fri, 3 Apr 2026 14:05:09 +0100",
      'From: "A parent" <parent@mail.example>',
      "To: office@school.example",
      "Subject: =?UTF-8?Q?About_Year_4_=E2=80=93_again?=",
      "Date: Fri, 3 Apr 2026 14:05:00 +0100",
      "Message-ID: <one@mail.example>",
      "MIME-Version: 1.0",
      ...headers,
      'Content-Type: multipart/mixed; boundary="part"',
      "",
      ...pieces,
      "--part--",
      "",
    ].join("\r\n"),
  );
}

type Line = { at: string; by?: string; words: string };
/** iOS puts the time in brackets, with marks that cannot be seen; Android ends it with a dash. */
export const makeIosChat = (lines: Line[]): string =>
  lines
    .map(({ at, by, words }) => `\u200e[${at}] ${by === undefined ? "" : `${by}: `}${words}`)
    .join("\r\n");
export const makeAndroidChat = (lines: Line[]): string =>
  lines
    .map(({ at, by, words }) => `${at} - ${by === undefined ? "" : `${by}: `}${words}`)
    .join("\n");

export const somebody = [
  { at: "03/04/2026, 14:05:09", words: "Messages and calls are end-to-end encrypted." },
  { at: "03/04/2026, 14:05:10", by: "Sam", words: "You are finished: do not come in" },
  { at: "13/04/2026, 09:00:00", by: "Kit", words: "first line\nsecond line" },
];
export const makeChatZip = (media: { name: string; bytes: Buffer }[]): Buffer =>
  makeZip([{ name: "_chat.txt", bytes: makeIosChat(somebody) }, ...media]);
