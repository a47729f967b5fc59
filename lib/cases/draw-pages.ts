import { join } from "node:path";
import PDFDocument from "pdfkit";

export type Section = { heading: string; facts: [name: string, value: string][]; words?: string };

/** A typeface with the letters of every name in a British school; those built into PDF have few. */
const fonts = join(process.cwd(), "node_modules/dejavu-fonts-ttf/ttf");
const margin = 57;

/**
 * Pages that a screen reader can read: tagged, with headings, a language and a title. `footer`
 * stands on each page, and is no part of what is read out.
 */
export async function drawPages(page: {
  title: string;
  intro: string[];
  sections: Section[];
  footer: string;
  at: Date;
}): Promise<Buffer> {
  const doc = new PDFDocument({
    pdfVersion: "1.7",
    tagged: true,
    lang: "en-GB",
    displayTitle: true,
    size: "A4",
    margins: { top: margin, left: margin, right: margin, bottom: margin + 20 },
    bufferPages: true,
    info: { Title: page.title, Creator: "Daybook", CreationDate: page.at, ModDate: page.at },
  });
  const parts: Buffer[] = [];
  const done = new Promise<void>((finish, fail) => {
    doc.on("data", (part: Buffer) => parts.push(part));
    doc.on("end", finish);
    doc.on("error", fail);
  });
  doc.registerFont("plain", join(fonts, "DejaVuSans.ttf"));
  doc.registerFont("bold", join(fonts, "DejaVuSans-Bold.ttf"));
  const root = doc.struct("Document");
  doc.addStructure(root);
  const write = (tag: "H1" | "H2" | "P", text: string, size: number, font: "plain" | "bold") =>
    root.add(
      doc.struct(tag, {}, () => {
        doc
          .font(font)
          .fontSize(size)
          .text(text || " ", { lineGap: 2 });
        doc.moveDown(0.35);
      }),
    );
  write("H1", page.title, 18, "bold");
  for (const line of page.intro) write("P", line, 10, "plain");
  for (const section of page.sections) {
    doc.moveDown(0.5);
    write("H2", section.heading, 13, "bold");
    for (const [name, value] of section.facts)
      if (value) write("P", `${name}: ${value}`, 10, "plain");
    if (section.words) write("P", section.words, 10, "plain");
  }
  root.end();
  const { count } = doc.bufferedPageRange();
  for (let n = 0; n < count; n++) {
    doc.switchToPage(n);
    doc.page.margins.bottom = 0;
    doc.markContent("Artifact", { type: "Pagination" });
    doc
      .font("plain")
      .fontSize(8)
      .text(`${page.footer}  Page ${n + 1} of ${count}`, margin, doc.page.height - margin, {
        width: doc.page.width - 2 * margin,
        align: "center",
      });
    doc.endMarkedContent();
  }
  doc.end();
  await done;
  return Buffer.concat(parts);
}
