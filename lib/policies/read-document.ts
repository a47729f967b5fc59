import { fileTypeFromBuffer } from "file-type";
import mammoth from "mammoth";
import { extractText, getDocumentProxy } from "unpdf";
import { check } from "@/lib/errors";

/** A line of a document: a paragraph, a point of a list, or a heading the document marks as one. */
export type Line = { text: string; heading: boolean; point: boolean };

export const mostBytes = 5 * 1024 * 1024;
const wordFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** What is wrong with a document, by the code that goes into the address of the page. */
export const documentProblems = {
  none: "Select a document",
  empty: "The selected file is empty",
  large: "The selected file must be smaller than 5MB",
  kind: "The selected file must be a Word document (.docx), a PDF with text, .txt or .md",
  scan: "The selected file has no text. A scan cannot be read",
} as const;
export type DocumentProblem = keyof typeof documentProblems;
export const documentProblem = (code: string | undefined): DocumentProblem =>
  code !== undefined && code in documentProblems ? (code as DocumentProblem) : "none";
const refuse = (code: DocumentProblem) => check({ file: code });

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const plain = (html: string) =>
  html
    .replace(/<br\s*\/?>/g, " ")
    .replace(/<[^>]+>/g, "")
    .replace(/&(#39|\w+);/g, (whole, name: string) => entities[name] ?? whole);
const tidy = (text: string) => text.replace(/[\s ]+/g, " ").trim();

/** Headings, paragraphs and points as the reader's HTML has them; pictures are left out. */
async function readWord(bytes: Buffer): Promise<Line[]> {
  const { value } = await mammoth.convertToHtml(
    { buffer: bytes },
    { convertImage: mammoth.images.imgElement(async () => ({ src: "" })) },
  );
  return [...value.matchAll(/<(h[1-6]|p|li)\b[^>]*>(.*?)<\/\1>/gs)].map(
    ([, tag = "", html = ""]) => {
      const bold = /^\s*<strong>.*<\/strong>\s*$/s.test(html) && !html.includes("</strong> ");
      return { text: tidy(plain(html)), heading: tag.startsWith("h") || bold, point: tag === "li" };
    },
  );
}

/** Lines of a PDF that has text; a scan has none. Lines of one paragraph are joined again later. */
async function readPdf(bytes: Buffer): Promise<Line[]> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(pdf, { mergePages: false });
  return text.flatMap((page) => readText(page, false));
}

/** Short lines without an end, such as a title page or a table of dates, are lines of their own. */
function splitShort(block: string): string[] {
  const lines = block.split("\n").filter((line) => line.trim() !== "");
  const short = lines.every((line) => line.length < 75 && !/[.,;:]$/.test(line.trim()));
  return short ? lines : [block];
}

/** Paragraphs apart by empty lines; points begin with a sign; Markdown marks its headings. */
function readText(text: string, paragraphs: boolean): Line[] {
  const blocks = paragraphs
    ? text.split(/\n\s*\n/).flatMap((block) => block.split(/\n(?=\s*(?:[-•▪*] |#|\|))/))
    : text.split("\n");
  return blocks.flatMap(splitShort).map((block) => {
    const heading = block.match(/^\s*#{1,6}\s+(.*)$/s) ?? block.match(/^\s*\*\*([^*]+)\*\*:?\s*$/);
    const point = block.match(/^\s*(?:[-•▪o]|\*(?!\*))\s+(.*)$/s);
    const words = heading?.[1] ?? point?.[1] ?? block;
    return {
      text: tidy(words.replaceAll("**", "").replace(/(?<!\w)\*([^*\n]+)\*(?!\w)/g, "$1")),
      heading: heading !== null,
      point: point !== null,
    };
  });
}

/**
 * The lines of a document whose kind is decided by its bytes, not its name: Word (.docx), PDF with
 * text, or plain text and Markdown in UTF-8. `wrapped`: a line of it may be part of a paragraph.
 */
export async function readDocument(
  bytes: Buffer,
  name: string,
): Promise<{ lines: Line[]; type: string; wrapped: boolean }> {
  if (bytes.length === 0) throw refuse("empty");
  if (bytes.length > mostBytes) throw refuse("large");
  const type = (await fileTypeFromBuffer(bytes))?.mime;
  let lines: Line[];
  let kind = "text/plain";
  try {
    if (type === wordFile) lines = await readWord(bytes);
    else if (type === "application/pdf") lines = await readPdf(bytes);
    else if (type === undefined && !bytes.includes(0)) {
      if (/\.md$/i.test(name)) kind = "text/markdown";
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      lines = readText(text.replaceAll("\r\n", "\n"), true);
    } else throw new Error("unknown");
  } catch {
    throw refuse("kind");
  }
  const kept = lines.filter((line) => line.text !== "");
  if (kept.length === 0) throw refuse("scan");
  const wrapped = type === "application/pdf";
  return { lines: kept, type: wrapped || type === wordFile ? type : kind, wrapped };
}
