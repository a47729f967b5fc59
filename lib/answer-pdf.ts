/** A document to be saved, which nothing on the way keeps. */
export const answerPdf = (name: string, pages: Uint8Array): Response =>
  new Response(new Uint8Array(pages), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${name}.pdf"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
