import { caseTitle } from "@/components/cases/case-title";
import { PrintButton } from "@/components/policies/print-button";
import { ButtonLink } from "@/components/ui/button";
import { Day, Moment } from "@/components/ui/moment";
import { Banner, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { notFound } from "@/lib/errors";
import { letterById } from "@/lib/referrals/list-letters";

type Props = {
  params: Promise<{ caseId: string; letterId: string }>;
  searchParams: Promise<{ done?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Letter");

export default async function Letter({ params, searchParams }: Props) {
  const { caseId, letterId } = await params;
  const { done } = await searchParams;
  const { read, letter } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "letters" });
    const found = await letterById(tx, actor, letterId);
    if (found.caseId !== caseId || !opened.refers) throw notFound();
    return { read: opened, letter: found };
  });
  const again = `/cases/${caseId}/letters/new?kind=${letter.kind}&after=${letter.id}`;
  return (
    <Page
      back={{ href: `/cases/${caseId}/referrals`, label: `Case ${read.found.reference}` }}
      narrow
      title={letter.title}
    >
      <div className="no-print">
        {done ? <Banner>The letter is kept with the decision. It was not sent.</Banner> : null}
        <div className="mb-6 flex flex-wrap gap-3">
          <ButtonLink href={`/api/letters/${letter.id}`}>Save as PDF</ButtonLink>
          <PrintButton />
          <ButtonLink href={again} kind="secondary">
            Write the next version
          </ButtonLink>
        </div>
      </div>
      <article className="prose-block">
        <p>
          <Day at={letter.writtenAt} />
        </p>
        <p className="my-4 whitespace-pre-wrap break-words">{letter.toName}</p>
        <p className="whitespace-pre-wrap break-words">{letter.words}</p>
      </article>
      <p className="no-print mt-8 break-all border-line border-t pt-3 text-soft">
        Version {letter.version}, written by {letter.by}, <Moment at={letter.writtenAt} />. SHA-256{" "}
        {letter.sha256}
      </p>
    </Page>
  );
}
