import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { makeChatZip, makeEmail, makeIosChat, somebody } from "./make-messages.ts";
import {
  chatText,
  type Hostile,
  join,
  page,
  pdf,
  pixel,
  script,
  svg,
  type,
  zeros,
} from "./make-pieces.ts";
import { makeZip } from "./make-zip.ts";

const picture = async (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#000" }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer();
const nested = (depth: number) => {
  const heads = Array.from(
    { length: depth },
    (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}`,
  );
  return Buffer.from(
    `From: a@b.example\r\nTo: c@d.example\r\nSubject: deep\r\nMIME-Version: 1.0\r\n${heads.join("\r\n")}\r\nContent-Type: text/plain\r\n\r\nend\r\n`,
  );
};

export const bombs: Hostile[] = [
  {
    what: "a picture of 100 million points",
    make: () => picture(10_000, 10_000),
    refused: /too large to open/,
  },
  {
    what: "a picture of one line a mile long",
    make: () => picture(60_000, 1000),
    refused: /too large to open/,
  },
  {
    what: "a PDF that unpacks to 200 MB",
    make: () =>
      pdf(
        join(
          "2 0 obj<</Filter/FlateDecode>>stream\n",
          deflateSync(zeros(200)),
          "\nendstream endobj",
        ),
      ),
    kept: { kind: "pdf" },
  },
  {
    what: "an archive that unpacks to 250 MB",
    make: () =>
      makeZip([
        chatText,
        ...Array.from({ length: 5 }, (_, i) => ({ name: `${i}.jpg`, bytes: zeros(50) })),
      ]),
    refused: /larger than 200MB when unpacked/,
  },
  {
    what: "an archive that lies about its length",
    make: () => makeZip([{ ...chatText, bytes: join(chatText.bytes, zeros(30)), says: 400 }]),
    refused: /^The ZIP file is damaged/,
  },
  {
    what: "an archive with one file too large",
    make: () => makeZip([chatText, { name: "a.jpg", bytes: zeros(26) }]),
    refused: /^“a.jpg” is inside this file. .*25MB/,
  },
  {
    what: "an archive in an archive in an archive",
    make: () =>
      makeZip([
        chatText,
        {
          name: "b.zip",
          bytes: makeZip([{ name: "c.zip", bytes: makeZip([{ name: "d", bytes: zeros(40) }]) }]),
        },
      ]),
    kept: { kind: "chat", items: 1 },
  },
  {
    what: "an e-mail of 200 parts inside each other",
    make: () => nested(200),
    refused: /more parts inside each other/,
  },
  {
    what: "an e-mail of 3,000 attachments",
    make: () =>
      makeEmail(
        Array.from({ length: 3000 }, (_, i) => ({
          type: "text/plain",
          name: `${i}.txt`,
          bytes: "x",
        })),
      ),
    refused: /^This file holds 3000 others/,
  },
  {
    what: "a chat with 30 pictures",
    make: async () => {
      const bytes = await pixel();
      return makeChatZip(Array.from({ length: 30 }, (_, i) => ({ name: `${i}.png`, bytes })));
    },
    refused: /^This file holds 30 others/,
  },
  {
    what: "a text longer than 10 MB",
    make: () => Buffer.alloc(11 * 1024 * 1024, "x"),
    refused: /^This text is longer/,
  },
  {
    what: "a chat of 60,000 messages",
    make: () => Buffer.from("[03/04/2026, 14:05:09] A: b\n".repeat(60_000)),
    refused: /^This chat is longer/,
  },
  {
    what: "a chat with a line of 5 MB",
    make: () => join(makeIosChat(somebody), Buffer.alloc(5 * 1024 * 1024, "y")),
    kept: { kind: "chat" },
  },
];

export const archives: Hostile[] = [
  ...["../../etc/passwd", "/etc/passwd", "C:/windows/a.jpg", "a\\..\\b.jpg"].map((name) => ({
    what: `an archive with the name ${name}`,
    make: () => makeZip([chatText, { name, bytes: "x" }]),
    refused: /names that lead out/,
  })),
  {
    what: "an archive with a name twice",
    make: () => makeZip([chatText, { name: "a.jpg", bytes: "x" }, { name: "A.JPG", bytes: "y" }]),
    refused: /same name twice/,
  },
  {
    what: "an archive with a link",
    make: () => makeZip([chatText, { name: "a.jpg", bytes: "/etc/passwd", mode: 0o120777 }]),
    refused: /names that lead out/,
  },
  {
    what: "an archive with a password",
    make: () => makeZip([{ ...chatText, password: true }]),
    refused: /has a password/,
  },
  {
    what: "an archive of 3,000 files",
    make: () =>
      makeZip([chatText, ...Array.from({ length: 3000 }, (_, i) => ({ name: `${i}`, bytes: "" }))]),
    refused: /more than 2,000/,
  },
  { what: "an archive of nothing", make: () => makeZip([]), refused: /./ },
  {
    what: "an archive that is no chat",
    make: () => makeZip([{ name: "a.txt", bytes: "hello" }]),
    refused: /^This ZIP file is not a chat/,
  },
  {
    what: "a chat with a program and a web page",
    make: () =>
      makeChatZip([
        { name: "a.exe", bytes: join("MZ", randomBytes(90)) },
        { name: "b.jpg", bytes: Buffer.from(page) },
      ]),
    kept: { kind: "chat", items: 1 },
  },
];

export const letters: Hostile[] = [
  {
    what: "an e-mail with pictures from elsewhere",
    name: "a.eml",
    make: () =>
      makeEmail([
        {
          type: "text/html",
          bytes: `<p>Hello</p>${page}<style>@import url(https://beacon.example/a.css)</style><iframe src="https://beacon.example/"></iframe>`,
        },
      ]),
    kept: { kind: "email" },
  },
  {
    what: "an e-mail with a script in its headers",
    name: "a.eml",
    make: () =>
      makeEmail(
        [{ type: "text/plain", bytes: script }],
        [`X-Note: ${script}`, `X-Link: javascript:alert('daybook-canary')`],
      ),
    kept: { kind: "email" },
  },
  {
    what: "an e-mail with a drawing, a bomb and a picture",
    make: async () =>
      makeEmail([
        { type: "image/svg+xml", name: "a.svg", bytes: svg },
        { type: "image/png", name: "bomb.png", bytes: await picture(10_000, 10_000) },
        { type: "image/png", name: "../../a.png", bytes: await pixel() },
      ]),
    kept: { kind: "email", items: 2 },
  },
  {
    what: "an e-mail in an e-mail",
    make: async () =>
      makeEmail([
        {
          type: "message/rfc822",
          name: "b.eml",
          bytes: makeEmail([{ type: "image/png", name: "a.png", bytes: await pixel() }]),
        },
      ]),
    kept: { kind: "email", items: 2 },
  },
  {
    what: "a chat whose words are a script",
    make: () => Buffer.from(makeIosChat([{ at: "03/04/2026, 14:05:09", by: script, words: page }])),
    kept: { kind: "chat" },
  },
  {
    what: "a text that turns its own direction",
    make: () => Buffer.from("abc \u202egnp.exe\u202c \u2066x\u2069 words"),
    kept: { kind: "text" },
  },
  { what: "a text with a NUL in it", make: () => Buffer.from("words\0 more words"), refused: type },
];
