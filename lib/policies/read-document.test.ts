import { describe, expect, test } from "vitest";
import { findDate } from "./find-dates";
import { guessKind } from "./guess-clause";
import { proposePolicy } from "./propose-policy";
import { mostBytes, readDocument } from "./read-document";

/** A Word file of two headings, made once: "Phones" and "Evidence", a rule below each. */
const word = Buffer.from(
  "UEsDBAoAAAAIAHBCdV3mdcR+0gAAAIsBAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbH2QvVLDMAzHX8XnlasVGBh6SToAKzD0BXSOkvjw11luad++Sls6cIVR+n/8ZLebQ/BqT4Vdip1+NI3e9O32mImVKJE7Pdea1wBsZwrIJmWKooypBKwylgky2i+cCJ6a5hlsipViXdWlQ/ftK42481W9HWR9oRTyrNXLxbiwOo05e2exig77OPyirK4EI8mzh2eX+UEMGu4SFuVvwDX3Ic8ubiD1iaW+YxAXfKcywJDsLkjS/F9z5840js7SLb+05ZIsMbs4BW9uSkAXf+6H83f3J1BLAwQKAAAAAABwQnVdAAAAAAAAAAAAAAAABgAAAF9yZWxzL1BLAwQKAAAACABwQnVd/sabv5QAAAAFAQAACwAAAF9yZWxzLy5yZWxzjc87DsIwDAbgq0Q+QNwyMKCkXVhYKy4QpW5a0TzkhNftycBAEQOjf//6LKv+4VdxI85LDBpa2UDfqYFWU2qQ5yVlURsha5hLSQfEbGfyJsuYKNTNFNmbUkd2mIy9GEe4a5o98qcBW1OcRg3cgjg/E/0jx2laLB2jvXoK5ceBr0aVDTsqGu6RRxzfsawsYKdw82D3AlBLAwQKAAAAAABwQnVdAAAAAAAAAAAAAAAABQAAAHdvcmQvUEsDBAoAAAAIAHBCdV2q1eZ0GwEAAIcCAAARAAAAd29yZC9kb2N1bWVudC54bWytksFOwzAMhl/F6oHj0vUAUuk6cUBwASqNF8had42WOJGTtuvbkxYYl8EuXOxE//9bnyUX25PRMCB7ZWmTrFdpsi2LMW9s3RukAFEmn4+bpAvB5UL4ukMj/co6pKi1lo0M8csHMVpuHNsavVd0MFpkaXorjFSUzCP3tpnm7pZS8dJ2YdIIYz5IvUmeUTYxuU5EWYizZymhfCOtCKGyWtXTLIfFxJ/W8+Av94OLJAM2sJ9yeIovJsv+auwVTwEYB4VjDi9ygizN7n5P/bVFdnGLqrOE1zl2QbYtmN4HIBug9wgS3JwFQsngeqe0X/0n2eOgGqQar7K9yyOCrxmRwLGi4MG2IPcz5I007h6OiA5CvJNLgOL7EsTPlZUfUEsBAhQACgAAAAgAcEJ1XeZ1xH7SAAAAiwEAABMAAAAAAAAAAAAAAAAAAAAAAFtDb250ZW50X1R5cGVzXS54bWxQSwECFAAKAAAAAABwQnVdAAAAAAAAAAAAAAAABgAAAAAAAAAAABAAAAADAQAAX3JlbHMvUEsBAhQACgAAAAgAcEJ1Xf7Gm7+UAAAABQEAAAsAAAAAAAAAAAAAAAAAJwEAAF9yZWxzLy5yZWxzUEsBAhQACgAAAAAAcEJ1XQAAAAAAAAAAAAAAAAUAAAAAAAAAAAAQAAAA5AEAAHdvcmQvUEsBAhQACgAAAAgAcEJ1XarV5nQbAQAAhwIAABEAAAAAAAAAAAAAAAAABwIAAHdvcmQvZG9jdW1lbnQueG1sUEsFBgAAAAAFAAUAIAEAAFEDAAAAAA==",
  "base64",
);
/** A PDF whose lines are set one below the other, as a printed page has them. */
function pdfOf(lines: string[]): Buffer {
  const text = lines
    .map((line, i) => `BT /F1 12 Tf 50 ${750 - 20 * i} Td (${line}) Tj ET`)
    .join("\n");
  return Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length ${text.length}>>stream
${text}
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF`);
}
const propose = async (bytes: Buffer, name: string) => {
  const { lines, wrapped } = await readDocument(bytes, name);
  return proposePolicy(lines, wrapped);
};
const outline = (proposal: ReturnType<typeof proposePolicy>) =>
  proposal.clauses.map((clause) => [clause.heading, clause.kind, clause.words]);

const phones = "Staff must not use a phone near pupils.";
const keep = "Take screen prints of abuse & keep them.";

describe("a document becomes a proposal", () => {
  test("Word: headings by their style, entities as signs, approval and dates", async () => {
    const proposal = await propose(word, "policy.docx");
    expect(proposal).toMatchObject({
      title: "Online Policy",
      approvedBy: "Governors",
      approvedOn: null,
      nextReviewOn: "2027-05-31",
    });
    expect(outline(proposal)).toEqual([
      ["Phones", "prohibition", phones],
      ["Evidence", "evidence", keep],
    ]);
  });

  test("PDF: lines that the page broke are one paragraph again", async () => {
    const long = "Staff must not use a personal phone anywhere near the pupils of the";
    const proposal = await propose(
      pdfOf(["Online Policy", "Approved by: Governors", "Phones", long, "school or its visitors."]),
      "policy.pdf",
    );
    expect(proposal.approvedBy).toBe("Governors");
    expect(outline(proposal)).toEqual([
      ["Phones", "prohibition", `${long} school or its visitors.`],
    ]);
  });

  test("text and Markdown: a table of dates on one line, points with the sentence that leads in", async () => {
    const text = `# Online Policy

Approved by:\tFull board\tDate:\tSept 25
Last reviewed on:\tSeptember 2022\tNext review date:\tAug 25
Website:\tYes\tType:\tStatutory

## Conduct

Nobody reads this twice. Staff must not:

- **post** pictures of pupils;
- name the school [see list]

Page 2 of 5

Any breach is decided by the
headteacher and may lead to dismissal.
`;
    const proposal = await propose(Buffer.from(text), "policy.md");
    expect(proposal).toMatchObject({
      title: "Online Policy",
      approvedBy: "Full board",
      approvedOn: "2025-09-01",
      reviewedOn: "2022-09-01",
      nextReviewOn: "2025-08-31",
      statutory: true,
      onWebsite: true,
      binds: ["employee"],
    });
    expect(outline(proposal)).toEqual([
      ["Conduct", "duty", "Nobody reads this twice."],
      ["Conduct", "prohibition", "Staff must not: post pictures of pupils;"],
      ["Conduct", "prohibition", "Staff must not: name the school [see list]"],
      ["Conduct", "outcome", "Any breach is decided by the headteacher and may lead to dismissal."],
    ]);
    expect(proposal.found).toContainEqual({
      what: "nextReviewOn",
      said: "Aug 25",
      means: null,
    });
  });

  test("roles are found under the name the document gives them, or as nobody", async () => {
    const proposal = await propose(
      Buffer.from("Policy\n\nTell the CP leader, and report to the appropriate person at once."),
      "x.txt",
    );
    expect(proposal.found).toEqual([
      { what: "role", said: "CP leader", means: "dsl" },
      { what: "role", said: "appropriate person", means: null },
    ]);
  });

  test.each<[string, Buffer, string]>([
    ["an empty file", Buffer.alloc(0), "empty"],
    ["a file that is too large", Buffer.alloc(mostBytes + 1, "a"), "large"],
    ["a picture, whatever it is called", Buffer.from("89504e470d0a1a0a", "hex"), "kind"],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x41, 0x00]), "kind"],
    ["a PDF that breaks off", Buffer.from("%PDF-1.4\n1 0 obj<<"), "kind"],
    ["a scan without text", pdfOf([]), "scan"],
    ["nothing but space", Buffer.from(" \n\n\t"), "scan"],
  ])("%s is refused", async (_, bytes, code) => {
    await expect(readDocument(bytes, "policy.txt")).rejects.toMatchObject({
      fields: { file: code },
    });
  });
});

test.each([
  ["Autumn 2023", "2023-09-01", "2023-12-31"],
  ["Sept 25", "2025-09-01", "2025-09-30"],
  ["September 2022", "2022-09-01", "2022-09-30"],
  ["3rd of March, 2026", "2026-03-03", "2026-03-03"],
  ["12/09/24", "2024-09-12", "2024-09-12"],
  ["2023", "2023-01-01", "2023-12-31"],
  ["Feb 2024", "2024-02-01", "2024-02-29"],
  ["31 February 2024", null, null],
  ["31/13/2024", null, null],
  ["next term", null, null],
])("the date %s begins and ends", (words, first, last) => {
  expect([findDate(words, "first"), findDate(words, "last")]).toEqual([first, last]);
});

test.each([
  ["Trolling means posting to provoke.", "definition"],
  ["Report any bullying to the headteacher.", "route"],
  ["Volunteers must alert a member of staff.", "duty-to-report"],
  ["Every breach will be fully investigated.", "investigation"],
  ["The logo needs written permission.", "permission"],
  ["Pictures are kept for two years.", "retention"],
  ["I have read this.", "acknowledgement"],
  ["You must notify the headteacher of any family tie.", "declaration"],
  ["This policy applies to governors.", "scope"],
  ["Be kind.", "duty"],
])("%s is taken as %s", (words, kind) => {
  expect(guessKind(words)).toBe(kind);
});
