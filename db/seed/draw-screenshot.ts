import sharp from "sharp";

type Line = { by: string; words: string };

/** A made-up screenshot of a group chat, as different as its words. No real app is meant. */
export async function drawScreenshot(
  place: string,
  lines: readonly Line[],
  width = 900,
): Promise<Buffer> {
  const safe = (text: string) =>
    text.replace(/[<>&]/g, (c) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[c] ?? c);
  const bubbles = lines.map((line, i) => {
    const [x, y] = [40 + (i % 2) * 60, 130 + i * 130];
    return `<rect x="${x}" y="${y}" width="${width - 160}" height="106" rx="22" fill="#fff"/>
      <text x="${x + 28}" y="${y + 40}" font-size="24" fill="#7a5c00">${safe(line.by)}</text>
      <text x="${x + 28}" y="${y + 80}" font-size="30" fill="#222">${safe(line.words)}</text>`;
  });
  const height = 170 + lines.length * 130;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif">
    <rect width="100%" height="100%" fill="#e9e2d6"/>
    <rect width="100%" height="96" fill="#3c4a57"/>
    <text x="40" y="60" font-size="34" fill="#fff">${safe(place)}</text>
    ${bubbles.join("")}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
