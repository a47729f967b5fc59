import Link from "next/link";
import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { DestructionSteps } from "@/components/evidence/destruction-steps";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { EvidenceViewer, shownAs } from "@/components/evidence/evidence-viewer";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea } from "@/components/forms/fields";
import { ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { addDescriptionAction } from "@/lib/evidence/actions";
import { isViewReason, metadataWords, storyWords, viewReasons } from "@/lib/evidence/labels";
import { reportsEvidence } from "@/lib/evidence/queries";
import { readEvidence } from "@/lib/evidence/read-evidence";

type Props = {
  params: Promise<{ caseId: string; evidenceId: string }>;
  searchParams: Promise<{ show?: string; reason?: string; page?: string; done?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "File");

const done: Record<string, string> = {
  described: "Your description was added.",
  redacted: "The redacted copy was saved. The original stays as it was.",
  sealed: "The file is sealed. The DSL and the headteacher have been told.",
  asked: "The instruction is written down. Somebody else must confirm it.",
  withdrawn: "The instruction was withdrawn. The file stays sealed.",
};

export default async function EvidenceFile({ params, searchParams }: Props) {
  const { caseId, evidenceId } = await params;
  const query = await searchParams;
  const { read, file, count } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "evidence" });
    const ids = opened.reports.map((report) => report.id);
    const items = await reportsEvidence(tx, actor, ids);
    const found = await readEvidence(tx, actor, items, evidenceId);
    return { read: opened, file: found, count: items.length };
  });
  const { item, descriptions, copies, story } = file;
  const base = `/cases/${caseId}/evidence`;
  const at = `${base}/${evidenceId}`;
  const live = item.state === "attached";
  const shown = shownAs(query, item, new Set(file.asks ? [item.reportId ?? ""] : []));
  const words = descriptions[0]?.words ?? item.description;
  const facts = Object.entries(metadataWords).flatMap(([name, label]) =>
    item.metadata?.[name] ? [[label, item.metadata[name]] as const] : [],
  );
  return (
    <CaseFrame current="/evidence" read={read}>
      {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
      <nav aria-label="Files of this case" className="mb-4 flex flex-wrap items-center gap-3">
        <a href={base}>All files</a>
        <span className="text-soft">
          File {file.place} of {count}
        </span>
        {file.before ? (
          <ButtonLink href={`${base}/${file.before.id}`} kind="secondary">
            File before
          </ButtonLink>
        ) : null}
        {file.after ? (
          <ButtonLink href={`${base}/${file.after.id}`} kind="secondary">
            Next file
          </ButtonLink>
        ) : null}
      </nav>
      <ul className="mb-6">
        <EvidenceCard item={item} showAt={`${at}?show=${item.id}#${item.id}`}>
          {live && !shown ? (
            <div className="mt-4 space-y-2">
              <p>
                It may be upsetting. You do not have to look: read the description, or ask somebody
                else. Each view is written in the record.
              </p>
              <ButtonLink href={`${at}?show=${item.id}#${item.id}`}>Open the file</ButtonLink>
            </div>
          ) : null}
          {live && shown ? (
            <EvidenceViewer at={at} item={item} original shown={shown} words={words} />
          ) : null}
        </EvidenceCard>
      </ul>
      <DestructionSteps caseId={caseId} file={file} me={read.actor} />
      {item.state === "destroyed" ? null : (
        <Card title="What it shows, in words">
          {descriptions.map((said) => (
            <div className="mb-3" key={said.id}>
              <p className="whitespace-pre-wrap break-words">{said.words}</p>
              <p className="text-soft">
                {said.by}, <Moment at={said.at} />
              </p>
            </div>
          ))}
          {item.description ? (
            <div className="mb-3">
              <p className="whitespace-pre-wrap break-words">{item.description}</p>
              <p className="text-soft">From whoever added it, when it came</p>
            </div>
          ) : null}
          {descriptions.length === 0 && !item.description ? (
            <p className="mb-3 text-soft">Nobody has described it yet.</p>
          ) : null}
          {file.describes && live ? (
            <ActionForm action={addDescriptionAction} formKey={crypto.randomUUID()}>
              <input name="caseId" type="hidden" value={caseId} />
              <input name="evidenceId" type="hidden" value={evidenceId} />
              <TextArea
                hint="For people who cannot see it, and for those who would rather not look. Earlier descriptions stay"
                label="Describe it"
                name="words"
                rows={3}
              />
              <SubmitButton kind="secondary">Add description</SubmitButton>
            </ActionForm>
          ) : null}
        </Card>
      )}
      {facts.length > 0 && live ? (
        <Card title="What the file says of itself">
          <p className="mb-2 text-soft">
            Metadata in the original. Anybody can write it, so it proves nothing. Pictures shown
            here and redacted copies carry none of it.
          </p>
          <dl>
            {facts.map(([label, value]) => (
              <div className="flex flex-wrap gap-x-2" key={label}>
                <dt className="text-soft">{label}</dt>
                <dd className="break-all">{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
      ) : null}
      {copies.length > 0 || file.redacts ? (
        <Card title={item.originalId ? "What was taken out" : "Redacted copies"}>
          {copies.map((copy) => (
            <div className="mb-4" key={copy.evidenceId}>
              {item.originalId ? (
                <p>
                  Made from{" "}
                  <Link href={`${base}/${copy.originalId}`} prefetch={false}>
                    the original
                  </Link>
                  , SHA-256 <code className="break-all text-sm">{copy.originalSha256}</code>
                </p>
              ) : (
                <p>
                  <Link href={`${base}/${copy.evidenceId}`} prefetch={false}>
                    Redacted copy
                  </Link>
                </p>
              )}
              <p className="break-words">
                Taken out: {copy.removed}. Why: {copy.reason}
              </p>
              <p className="text-soft">
                {copy.areas.length === 1 ? "1 area" : `${copy.areas.length} areas`}, {copy.by},{" "}
                <Moment at={copy.madeAt} />
              </p>
            </div>
          ))}
          {file.redacts ? (
            <>
              <p className="mb-3 text-soft">
                Black out names and faces before a copy leaves the school. The original stays.
              </p>
              <ButtonLink href={`${at}/redact`} kind="secondary">
                Make a redacted copy
              </ButtonLink>
            </>
          ) : null}
        </Card>
      ) : null}
      <Card title="Who did what with it">
        {story.length === 0 ? <p className="text-soft">Nothing yet.</p> : null}
        <ol className="space-y-1">
          {story.map((entry) => (
            <li key={`${entry.at.toISOString()} ${entry.action}`}>
              {storyWords[entry.action] ?? entry.action} by {entry.by}, <Moment at={entry.at} />
              {isViewReason(entry.reason) ? (
                <span className="text-soft">. {viewReasons[entry.reason]}</span>
              ) : null}
            </li>
          ))}
        </ol>
        <p className="mt-2 text-sm text-soft">
          Each line is an entry of the ledger, where nothing is changed unseen. It proves what was
          done with the file here since it was received, not that it is genuine.
        </p>
      </Card>
    </CaseFrame>
  );
}
