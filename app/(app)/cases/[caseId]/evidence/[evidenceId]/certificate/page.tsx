import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SubmitButton, TextArea } from "@/components/forms/fields";
import { PrintButton } from "@/components/policies/print-button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { formatDay } from "@/lib/dates";
import { noteBackupsAction } from "@/lib/evidence/actions";
import { reportsEvidence } from "@/lib/evidence/queries";
import { readEvidence } from "@/lib/evidence/read-evidence";
import { roleWords } from "@/lib/reports/labels";

type Props = { params: Promise<{ caseId: string; evidenceId: string }> };

export const generateMetadata = (props: Props) => caseTitle(props, "Certificate of destruction");

export default async function Certificate({ params }: Props) {
  const { caseId, evidenceId } = await params;
  const { read, file } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "evidence" });
    const ids = opened.reports.map((report) => report.id);
    const items = await reportsEvidence(tx, actor, ids);
    return { read: opened, file: await readEvidence(tx, actor, items, evidenceId) };
  });
  const { item, destruction: done, destroys } = file;
  if (item.state !== "destroyed" || !done?.confirmedAt) notFound();
  const facts: [string, ReactNode][] = [
    ["School", read.actor.schoolName],
    ["Case", read.found.reference],
    ["File", `${item.id}, ${item.mediaType}, ${item.size} bytes`],
    [
      "SHA-256 of what was received",
      <code className="break-all" key="h">
        {item.sha256}
      </code>,
    ],
    ["Received", <Moment at={item.receivedAt} key="r" />],
    [
      "Instructed by",
      `${done.officer}, ${done.force}, reference ${done.reference}, on ${formatDay(done.instructedOn)}`,
    ],
    [
      "First person",
      <span key="a">
        {done.askedByName} ({roleWords[done.askedAs] ?? done.askedAs}), <Moment at={done.askedAt} />
      </span>,
    ],
    [
      "Second person",
      <span key="c">
        {done.confirmedByName} ({roleWords[done.confirmedAs ?? ""] ?? done.confirmedAs}),{" "}
        <Moment at={done.confirmedAt} />
      </span>,
    ],
    ["Key removed from the database", <Moment at={done.confirmedAt} key="k" />],
    [
      "Bytes removed from the store",
      done.bytesGoneAt ? <Moment at={done.bytesGoneAt} key="b" /> : "Not yet: it is being done",
    ],
  ];
  return (
    <Page
      actions={<PrintButton />}
      back={{ href: `/cases/${caseId}/evidence/${evidenceId}`, label: "The file" }}
      narrow
      title="Certificate of destruction"
    >
      <dl className="mb-6 space-y-2">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-soft">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <Card title="Backups">
        {done.backupsAt ? (
          <>
            <p className="whitespace-pre-wrap break-words">{done.backupsWords}</p>
            <p className="text-soft">
              Done on {formatDay(done.backupsOn ?? "")}. Written down by {done.backupsByName},{" "}
              <Moment at={done.backupsAt} />
            </p>
          </>
        ) : (
          <>
            <Banner tone="warn">
              Not yet done. A backup of the database from before the destruction still holds the
              file&apos;s wrapped key, and a backup of the files still holds its encrypted bytes.
              Together with the root key they open it. Daybook cannot reach them.
            </Banner>
            <p className="mb-3">
              Have every backup of the database or of the files from before{" "}
              <Moment at={done.confirmedAt} /> destroyed, wherever it is kept, and the
              database&apos;s own archived logs too. Then write down what was done.
            </p>
            {destroys ? (
              <ActionForm action={noteBackupsAction} formKey={crypto.randomUUID()}>
                <input name="caseId" type="hidden" value={caseId} />
                <input name="evidenceId" type="hidden" value={evidenceId} />
                <input name="destructionId" type="hidden" value={done.id} />
                <TextArea
                  hint="Which backups, where they were, what was done with each, and by whom"
                  label="What was done with the backups"
                  name="backupsWords"
                  rows={4}
                />
                <DateField hint="For example, 20 11 2026" label="Done on" name="backups" />
                <SubmitButton kind="secondary">Write down</SubmitButton>
              </ActionForm>
            ) : null}
          </>
        )}
      </Card>
      <p className="text-soft">
        The entry of this file stays, without its bytes and without its key, so that the record can
        be checked. The ledger holds who instructed, confirmed and carried out each step.
      </p>
    </Page>
  );
}
