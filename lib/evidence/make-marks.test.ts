import sharp from "sharp";
import { expect, test } from "vitest";
import "@/db/testing";
import { enough, lookOf, marksOf, marksOfPicture, marksSought } from "./make-marks";

const school = "5b0ddc9c-5c3d-4f6d-9d6e-0a4e3f8f5a11";
let seed = 7;
const random = () => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return seed / 0x7fffffff;
};
const words = "you are so ugly nobody likes her go away look what she did haha liar fake".split(
  " ",
);
const line = () =>
  Array.from({ length: 4 }, () => words[Math.floor(random() * words.length)]).join(" ");

/** A made chat: bubbles of its own lengths and sides under one app's bar. */
async function chat(): Promise<Buffer> {
  let [y, bubbles] = [90, ""];
  for (let i = 0; i < 6; i++) {
    const [mine, wide, lines] = [
      random() < 0.4,
      160 + random() * 160,
      1 + Math.floor(random() * 3),
    ];
    const x = mine ? 380 - wide : 20;
    bubbles += `<rect x="${x}" y="${y}" width="${wide}" height="${22 * lines + 16}" rx="12" fill="${mine ? "#3b82f6" : "#e5e7eb"}"/>`;
    for (let l = 0; l < lines; l++)
      bubbles += `<text x="${x + 10}" y="${y + 22 + l * 22}" font-size="15">${line()}</text>`;
    y += 22 * lines + 30;
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="800"><rect width="400" height="800" fill="#fff"/><rect width="400" height="70" fill="#f3f4f6"/>${bubbles}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
/** A made photo: soft shapes of random colours. */
const photo = () =>
  sharp(Buffer.from(Array.from({ length: 40 * 30 * 3 }, () => Math.floor(random() * 256))), {
    raw: { width: 40, height: 30, channels: 3 },
  })
    .blur(3)
    .resize(800, 600)
    .normalise()
    .png()
    .toBuffer();

const again: Record<string, (picture: Buffer) => Promise<Buffer>> = {
  "JPEG 40": (picture) => sharp(picture).jpeg({ quality: 40 }).toBuffer(),
  "WebP 30": (picture) => sharp(picture).webp({ quality: 30 }).toBuffer(),
  "half its size": async (picture) => {
    const { width } = await sharp(picture).metadata();
    return sharp(picture)
      .resize(Math.round(width / 2))
      .jpeg({ quality: 70 })
      .toBuffer();
  },
  "sent twice over": async (picture) =>
    sharp(await sharp(picture).resize(300).jpeg({ quality: 50 }).toBuffer())
      .resize(640)
      .jpeg({ quality: 60 })
      .toBuffer(),
};
const shared = (a: string[], b: string[]) => a.filter((token) => b.includes(token)).length;
const tokens = async (picture: Buffer) =>
  (await marksOfPicture(school, picture)).map((mark) => mark.token.toString("hex"));

test("a picture saved again is like itself, and no two different ones are like each other", async () => {
  const pictures = [
    ...(await Promise.all(Array.from({ length: 24 }, chat))),
    ...(await Promise.all(Array.from({ length: 16 }, photo))),
  ];
  const made = await Promise.all(pictures.map(tokens));
  const different = made.flatMap((one, i) => made.slice(0, i).map((other) => shared(one, other)));
  expect(different).toHaveLength(780);
  expect(Math.max(...different)).toBeLessThan(enough.image);
  for (const [way, save] of Object.entries(again)) {
    const found = await Promise.all(
      pictures.map(async (picture, i) => shared(made[i] ?? [], await tokens(await save(picture)))),
    );
    const missed = found.filter((n) => n < enough.image).length;
    expect(missed / found.length, way).toBeLessThanOrEqual(0.05);
  }
}, 60_000);

test("a picture of one colour looks like nothing", async () => {
  const white = await sharp({ create: { width: 90, height: 90, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  expect(await lookOf(white)).toBeNull();
  expect(await marksOfPicture(school, white)).toEqual([]);
});

const only = (kind: string, made: ReturnType<typeof marksOf>) =>
  made.filter((mark) => mark.kind === kind).map((mark) => mark.token.toString("hex"));
const address = (typed: string) =>
  only("address", marksOf(school, { handles: [], addresses: [typed] }));

test("addresses that lead to one place are equal, a site alone is none", () => {
  const [one] = address("https://www.clips.example/v/9?b=2&a=1&utm_source=x#t");
  expect(address("clips.example/v/9/?a=1&b=2")).toEqual([one]);
  expect(address("https://clips.example/v/8?a=1&b=2")).not.toEqual([one]);
  for (const none of ["https://clips.example/", "clips.example", "in the group", ""])
    expect(address(none)).toEqual([]);
});

test("a search finds a handle however it is typed, and words that are all there", () => {
  const { any } = marksSought(school, " @MEAN.one");
  const made = marksOf(school, { handles: ["mean.one"], addresses: [], text: "At the bus stop" });
  expect(any.some((token) => only("handle", made).includes(token.toString("hex")))).toBe(true);
  const { all } = marksSought(school, "stop bus");
  expect(
    all.map((token) => token.toString("hex")).every((t) => only("word", made).includes(t)),
  ).toBe(true);
});
