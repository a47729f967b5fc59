import { runByCode } from "@/lib/access/run-as";
import { answerPdf } from "@/lib/answer-pdf";
import { drawPages } from "@/lib/cases/draw-pages";
import { notFound } from "@/lib/errors";
import { copyReport } from "@/lib/reports/copy-report";
import { myReports } from "@/lib/reports/queries";

/** The same for somebody who came with a report's code. */
export async function GET() {
  const pages = await runByCode(async (tx, actor) => {
    const [mine] = (await myReports(tx, actor, 1)).rows;
    if (!mine) throw notFound();
    return copyReport(tx, actor, mine.id);
  });
  return answerPdf("report", await drawPages(pages));
}
