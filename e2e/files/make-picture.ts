import sharp from "sharp";

/** A made-up screenshot of a chat, as different as its words. */
export async function makePicture(words: string, width = 900): Promise<Buffer> {
  const lines = words
    .split("\n")
    .map((line, i) => `<text x="40" y="${120 + i * 60}" font-size="36">${line}</text>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="600">
    <rect width="100%" height="100%" fill="#f4efe6"/><rect x="20" y="60" width="${width - 40}" height="480" rx="24" fill="#fff"/>
    ${lines.join("")}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
