import { join } from "node:path";
import { check, notFound } from "@/lib/errors";

/** The longest side of a page as a picture, in pixels: an A4 sheet at about 200 dots an inch. */
const longest = 2400;
/** A document that takes longer than this for one page is not shown, in milliseconds. */
const patience = 20_000;
/** A document larger than this is saved and not shown: it is drawn from memory. In bytes. */
const largestDrawn = 50 * 1024 * 1024;

const part = (name: string) => `${join(process.cwd(), "node_modules/pdfjs-dist", name)}/`;

/**
 * Opens a PDF with nothing of it alive: no script, no font handed to the system, nothing fetched.
 * What cannot be read ends in a sentence.
 */
export async function openPages(bytes: Buffer) {
  if (bytes.length > largestDrawn) throw check({ file: "This PDF is too large to be shown" });
  const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const task = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: part("cmaps"),
    standardFontDataUrl: part("standard_fonts"),
    wasmUrl: part("wasm"),
    iccUrl: part("iccs"),
    disableFontFace: true,
    enableXfa: false,
    useSystemFonts: false,
    stopAtErrors: false,
    maxImageSize: 50_000_000,
    verbosity: VerbosityLevel.ERRORS,
  });
  let timer: NodeJS.Timeout | undefined;
  const inTime = <T>(work: Promise<T>) =>
    Promise.race([
      work,
      new Promise<never>((_, refuse) => {
        timer = setTimeout(() => refuse(new Error("too slow")), patience);
      }),
    ]).finally(() => clearTimeout(timer));
  const unreadable = () => check({ file: "The pages of this PDF cannot be shown" });
  const document = await inTime(task.promise).catch(async () => {
    await task.destroy();
    throw unreadable();
  });
  return {
    pages: document.numPages,
    info: async () => (await document.getMetadata()).info as Record<string, unknown>,
    /** One page, from 1, as a PNG: what it looks like, and nothing else of it. */
    async picture(number: number): Promise<Buffer> {
      const { createCanvas } = await import("@napi-rs/canvas");
      if (number < 1 || number > document.numPages) throw notFound();
      const page = await document.getPage(number);
      const natural = page.getViewport({ scale: 1 });
      const scale = Math.min(longest / Math.max(natural.width, natural.height), 4);
      const viewport = page.getViewport({ scale });
      const canvas = createCanvas(
        Math.max(1, Math.round(viewport.width)),
        Math.max(1, Math.round(viewport.height)),
      );
      const drawing = page.render({ canvas: canvas as never, viewport, background: "#ffffff" });
      await inTime(drawing.promise).catch(() => {
        drawing.cancel();
        throw unreadable();
      });
      page.cleanup();
      return canvas.encode("png");
    },
    close: () => task.destroy(),
  };
}
