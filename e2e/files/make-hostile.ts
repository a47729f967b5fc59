import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { archives, bombs, letters } from "./make-bombs.ts";
import { makeChatZip } from "./make-messages.ts";
import {
  beacon,
  chatText,
  type Hostile,
  image,
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

const box = (type: string, bytes: Buffer | string = "") => {
  const body = Buffer.from(bytes);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};
const film = join(
  box("ftyp", "isom\0\0\x02\0isomiso2mp41"),
  box("moov", box("mvhd")),
  box("mdat", "."),
);

const disguised: Hostile[] = [
  { what: "nothing at all", make: () => Buffer.alloc(0), refused: /^The selected file is empty/ },
  { what: "a drawing with a script", name: "a.svg", make: () => Buffer.from(svg), refused: type },
  {
    what: "a drawing called .png",
    name: "a.png",
    make: () => join("\ufeff \n", svg),
    refused: type,
  },
  { what: "a web page called .jpg", name: "a.jpg", make: () => Buffer.from(page), refused: type },
  { what: "a web page called .txt", name: "a.txt", make: () => join("  \n", page), refused: type },
  { what: "a web page's part", name: "a.eml", make: () => Buffer.from(beacon), refused: type },
  {
    what: "an XML file with an entity",
    make: () =>
      join('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    refused: type,
  },
  { what: "a program", name: "a.png", make: () => join("MZ", randomBytes(400)), refused: type },
  { what: "a Linux program", make: () => join("\u007fELF", randomBytes(400)), refused: type },
  { what: "bytes of no kind", make: () => join("\0\u0001", randomBytes(4000)), refused: type },
  {
    what: "an Outlook message",
    name: "a.msg",
    make: () => join(Buffer.from("d0cf11e0a1b11ae1", "hex"), zeros(1).subarray(0, 4096)),
    refused: /Outlook message/,
  },
  {
    what: "an iPhone's photo",
    name: "a.jpg",
    make: () => join(box("ftyp", "heic\0\0\0\0mif1heic"), "x"),
    refused: /HEIC/,
  },
  {
    what: "a compressed file",
    make: () => join(Buffer.from("1f8b0800", "hex"), randomBytes(60)),
    refused: type,
  },
  {
    what: "a Word document",
    name: "a.docx",
    make: () =>
      makeZip([
        {
          name: "[Content_Types].xml",
          bytes:
            '<?xml version="1.0"?><Types ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
        },
        { name: "word/document.xml", bytes: "<x/>" },
      ]),
    refused: /./,
  },
];

const polyglots: Hostile[] = [
  {
    what: "a JPG that is a web page too",
    name: "a.html",
    make: async () => join(await pixel("jpeg"), page),
    kept: image,
  },
  {
    what: "a GIF that is a script too",
    name: "a.js",
    make: async () => join(await pixel("gif"), "*/=1;alert('daybook-canary')//"),
    kept: image,
  },
  {
    what: "a PNG that is an archive too",
    name: "a.zip",
    make: async () => join(await pixel(), makeZip([chatText])),
    kept: image,
  },
  {
    what: "a PNG that is PHP too",
    name: "a.php",
    make: async () => join(await pixel(), "<?php system('id'); ?>"),
    kept: image,
  },
  {
    what: "a WEBP with a page behind it",
    make: async () => join(await pixel("webp"), page),
    kept: image,
  },
  {
    what: "a PDF that is a web page too",
    name: "a.html",
    make: () => pdf(page),
    kept: { kind: "pdf" },
  },
  {
    what: "a PDF that runs a script",
    make: () => pdf("2 0 obj<</S/JavaScript/JS(app.alert\\('daybook-canary'\\))>>endobj"),
    kept: { kind: "pdf" },
  },
  {
    what: "a film that is a web page too",
    name: "a.html",
    make: () => join(film, box("free", page)),
    kept: { kind: "video" },
  },
  {
    what: "an archive with a web page before it",
    make: () => join(page, makeZip([chatText])),
    refused: type,
  },
  {
    what: "EXIF with a script, a place and a wrong way up",
    make: async () =>
      sharp(await pixel("jpeg"))
        .withExif({
          IFD0: { ImageDescription: script, Orientation: "6" },
          IFD3: { GPSLatitude: "51/1 30/1 0/1" },
        })
        .jpeg()
        .toBuffer(),
    kept: image,
  },
];

const cut: Hostile[] = [
  {
    what: "half a PNG",
    make: async () => (await pixel()).subarray(0, -40),
    refused: /^The picture is damaged/,
  },
  {
    what: "half a JPG",
    make: async () => (await pixel("jpeg")).subarray(0, 250),
    refused: /^The picture is damaged/,
  },
  {
    what: "a picture of zeros after its head",
    make: async () => join((await pixel()).subarray(0, 33), zeros(1)),
    refused: /^The picture is damaged/,
  },
  { what: "half a PDF", make: () => pdf().subarray(0, -8), refused: /^The PDF is damaged/ },
  { what: "half a film", make: () => film.subarray(0, -1), refused: /^The recording is damaged/ },
  {
    what: "a film with a box of no end",
    make: () => join(film, Buffer.from("ffffffff66726565", "hex")),
    refused: /^The recording is damaged/,
  },
  {
    what: "a film with a box that goes back",
    make: () => join(film, Buffer.from("0000000466726565", "hex")),
    refused: /^The recording is damaged/,
  },
  {
    what: "half an archive",
    make: () => makeChatZip([]).subarray(0, -30),
    refused: /^The ZIP file is damaged/,
  },
  {
    what: "an archive with a wrong sum",
    make: () => makeZip([{ ...chatText, wrongSum: true }]),
    refused: /^The ZIP file is damaged/,
  },
];

const named: Hostile[] = [
  ["bell\u0007 and\nline.png", "control characters in its name"],
  ["photo\u202Egnp.exe", "a name that reads backwards"],
  ["../../../etc/passwd", "a name that leads elsewhere"],
  ['"><script>alert("daybook-canary")</script>.png', "a script for a name"],
  ["", "no name"],
  ["ü".repeat(10_000), "a name of 10,000 characters"],
].map(([name = "", what]) => ({
  what: `a picture with ${what}`,
  name,
  make: () => pixel(),
  kept: image,
}));

export const hostile: Hostile[] = [
  ...disguised,
  ...polyglots,
  ...cut,
  ...bombs,
  ...archives,
  ...letters,
  ...named,
];
