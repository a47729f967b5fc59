import { drawScreenshot } from "../../db/seed/draw-screenshot.ts";

/** A made-up screenshot of a chat, as different as its words. */
export const makePicture = (words: string, width = 900): Promise<Buffer> =>
  drawScreenshot(
    "Parents' group",
    words.split("\n").map((line) => ({ by: "A parent", words: line })),
    width,
  );
