import { notFound } from "next/navigation";
import { caseTitle } from "@/components/cases/case-title";
import { RedactionBoxes } from "@/components/evidence/redaction-boxes";
import { RedactionNames } from "@/components/evidence/redaction-names";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { redactEvidenceAction } from "@/lib/evidence/actions";
import { textKinds } from "@/lib/evidence/labels";
import { reportsEvidence } from "@/lib/evidence/queries";
import { type Area, mostAreas, readAreas, writeAreas } from "@/lib/evidence/read-areas";
import { readEvidence } from "@/lib/evidence/read-evidence";

const sides = [
  ["left", "From the left"],
  ["top", "From the top"],
  ["width", "How wide"],
  ["height", "How high"],
] as const;
type Query = { page?: string; areas?: string; step?: string } & {
  [side in (typeof sides)[number][0]]?: string;
};
type Props = {
  params: Promise<{ caseId: string; evidenceId: string }>;
  searchParams: Promise<Query>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Redacted copy");

/** Typed numbers are percent, with one place: thousandths inside. */
function typedArea(query: Query, page: number): Area[] {
  const numbers = sides.map(([side]) => Math.round(Number(query[side] || Number.NaN) * 10));
  return numbers.every(Number.isInteger) ? readAreas([page, ...numbers].join(",")) : [];
}
const percent = (thousandths: number) => `${thousandths / 10}%`;

export default async function RedactFile({ params, searchParams }: Props) {
  const { caseId, evidenceId } = await params;
  const query = await searchParams;
  const { read, file } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "redaction" });
    const ids = opened.reports.map((report) => report.id);
    const items = await reportsEvidence(tx, actor, ids);
    return { read: opened, file: await readEvidence(tx, actor, items, evidenceId) };
  });
  const { item } = file;
  if (!file.redacts) notFound();
  if (textKinds.has(item.kind)) {
    return (
      <Page
        back={{ href: `/cases/${caseId}/evidence/${evidenceId}`, label: "The file" }}
        caption={`Case ${read.found.reference}`}
        narrow
        title="Take names out"
      >
        <RedactionNames caseId={caseId} evidenceId={evidenceId} formKey={crypto.randomUUID()} />
      </Page>
    );
  }
  if (item.kind !== "image" && item.kind !== "pdf") notFound();
  const pages = item.kind === "pdf" ? Number(item.metadata?.pages ?? 0) : 1;
  const asked = Number(query.page ?? 1);
  const page = Number.isInteger(asked) && asked > 0 ? asked : 1;
  const typed = typedArea(query, page);
  const areas = [...readAreas(query.areas ?? ""), ...typed].slice(0, mostAreas);
  const wrong = sides.some(([side]) => query[side]) && typed.length === 0;
  const at = `/cases/${caseId}/evidence/${evidenceId}/redact`;
  const to = (change: { page?: number; areas?: readonly Area[]; step?: string }) => {
    const address = new URLSearchParams({
      page: String(change.page ?? page),
      areas: writeAreas(change.areas ?? areas),
    });
    if (change.step) address.set("step", change.step);
    return `${at}?${address}`;
  };
  const source = (number: number, burned: readonly Area[]) => {
    const address = new URLSearchParams({ as: "view", reason: "redaction", page: String(number) });
    if (burned.length > 0) address.set("areas", writeAreas(burned));
    return `/api/evidence/${item.id}?${address}`;
  };
  const touched = [...new Set(areas.map((area) => area.page))].toSorted((a, b) => a - b);
  const pageWords = (number: number) => (item.kind === "pdf" ? `Page ${number}` : "The picture");
  return (
    <Page
      back={{ href: `/cases/${caseId}/evidence/${evidenceId}`, label: "The file" }}
      caption={`Case ${read.found.reference}`}
      title={query.step === "check" && areas.length > 0 ? "Check the copy" : "Black out areas"}
    >
      {query.step === "check" && areas.length > 0 ? (
        <>
          <p className="prose-block mb-4">
            This is what the copy will show. Look for names, faces, handles and numbers that are
            still there: in reflections, at the edges, and on pages without a black area.
          </p>
          {touched.map((number) => (
            <figure className="mb-4" key={number}>
              <figcaption className="mb-1 font-semibold">{pageWords(number)}</figcaption>
              {/* biome-ignore lint/performance/noImgElement: evidence is never optimised or cached */}
              <img
                alt={`${pageWords(number)} with its areas blacked out`}
                className="h-auto w-full rounded border border-line"
                src={source(number, areas)}
              />
            </figure>
          ))}
          {pages > touched.length ? (
            <p className="mb-4 text-soft">
              {pages - touched.length === 1
                ? "One more page goes into the copy as it is."
                : `${pages - touched.length} more pages go into the copy as they are.`}
            </p>
          ) : null}
          <Card title="Save the copy">
            <ActionForm action={redactEvidenceAction} formKey={crypto.randomUUID()}>
              <input name="caseId" type="hidden" value={caseId} />
              <input name="evidenceId" type="hidden" value={evidenceId} />
              <input name="areas" type="hidden" value={writeAreas(areas)} />
              <TextField
                hint="In general words, such as names of two pupils. Do not repeat the names"
                label="What you took out"
                name="removed"
              />
              <TextField hint="Such as: they are not part of this case" label="Why" name="reason" />
              <SubmitButton>Save copy</SubmitButton>
            </ActionForm>
            <p className="mt-4 flex flex-wrap gap-4">
              <a href={to({})}>Change the areas</a>
              <a href={`/cases/${caseId}/evidence/${evidenceId}`}>Throw it away</a>
            </p>
          </Card>
        </>
      ) : (
        <>
          <p className="prose-block mb-4">
            Click one corner of what is to go, then the corner opposite. Or type the numbers below.
            Nothing is saved before you have seen the copy, and the original stays.
          </p>
          <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div>
              <RedactionBoxes areas={areas} at={at} page={page}>
                {/* biome-ignore lint/performance/noImgElement: evidence is never optimised or cached */}
                <img
                  alt={item.description || `${pageWords(page)}, not described`}
                  className="block h-auto w-full border border-line"
                  height={item.height ?? undefined}
                  src={source(page, [])}
                  width={item.width ?? undefined}
                />
              </RedactionBoxes>
              {item.kind === "pdf" ? (
                <nav aria-label="Pages" className="flex flex-wrap items-center gap-3">
                  {page > 1 ? (
                    <ButtonLink href={to({ page: page - 1 })} kind="secondary">
                      Page before
                    </ButtonLink>
                  ) : null}
                  <span>{pages > 0 ? `Page ${page} of ${pages}` : `Page ${page}`}</span>
                  {pages === 0 || page < pages ? (
                    <ButtonLink href={to({ page: page + 1 })} kind="secondary">
                      Next page
                    </ButtonLink>
                  ) : null}
                </nav>
              ) : null}
            </div>
            <div className="space-y-6">
              <form action={at} className="space-y-3" method="get">
                <h2>Type an area</h2>
                <p className="text-soft">In percent of {pageWords(page).toLowerCase()}</p>
                {wrong ? (
                  <p className="font-semibold text-danger" role="alert">
                    Enter four numbers from 0 to 100. Width and height must be more than 0
                  </p>
                ) : null}
                <input name="page" type="hidden" value={page} />
                <input name="areas" type="hidden" value={writeAreas(areas)} />
                <div className="grid grid-cols-2 gap-3">
                  {sides.map(([side, label]) => (
                    <div key={side}>
                      <label className="block" htmlFor={side}>
                        {label}
                      </label>
                      <input
                        className="field-box"
                        defaultValue={wrong ? query[side] : undefined}
                        id={side}
                        inputMode="decimal"
                        key={`${writeAreas(areas)}${query[side] ?? ""}`}
                        max={100}
                        min={0}
                        name={side}
                        step={0.1}
                        type="number"
                      />
                    </div>
                  ))}
                </div>
                <Button kind="secondary">Add area</Button>
              </form>
              <section>
                <h2 className="mb-2">Areas ({areas.length})</h2>
                <ol className="mb-4 space-y-2">
                  {areas.map((area, index) => (
                    <li className="flex flex-wrap justify-between gap-x-3" key={writeAreas([area])}>
                      <span>
                        {item.kind === "pdf" ? `Page ${area.page}: ` : ""}
                        {percent(area.x)}, {percent(area.y)}, {percent(area.w)} by {percent(area.h)}
                      </span>
                      <a
                        className="inline-flex min-h-6 items-center text-accent underline underline-offset-2"
                        href={to({ areas: areas.filter((_, other) => other !== index) })}
                      >
                        Remove<span className="sr-only"> area {index + 1}</span>
                      </a>
                    </li>
                  ))}
                </ol>
                {areas.length > 0 ? (
                  <ButtonLink href={to({ step: "check" })}>See the copy</ButtonLink>
                ) : (
                  <p className="text-soft">None yet.</p>
                )}
              </section>
            </div>
          </div>
        </>
      )}
    </Page>
  );
}
