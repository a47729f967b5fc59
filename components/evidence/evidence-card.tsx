import type { ReactNode } from "react";
import { EvidenceContents } from "@/components/evidence/evidence-contents";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { arrivals, canOpen, kindWords, sizeWords } from "@/lib/evidence/labels";
import type { EvidenceItem, View } from "@/lib/evidence/queries";
import { sealEvidenceAction } from "@/lib/reports/actions";
import { EvidenceViewer, type Shown } from "./evidence-viewer";

/** A picture that shows nothing until somebody asks: the blur is made on the server. */
function Blurred({ item, showAt }: { item: EvidenceItem; showAt: string }) {
  return (
    <a className="relative block w-48 self-start" href={showAt}>
      {item.kind === "image" && canOpen(item) ? (
        /* biome-ignore lint/performance/noImgElement: evidence is never optimised or cached */
        <img
          alt=""
          className="h-36 w-48 rounded border border-line object-cover"
          height={144}
          src={`/api/evidence/${item.id}?as=blurred`}
          width={192}
        />
      ) : (
        <span className="flex h-36 w-48 items-center justify-center rounded border border-line bg-paper font-semibold text-soft">
          {kindWords[item.kind]}
        </span>
      )}
      <span className="absolute inset-x-0 bottom-0 rounded-b bg-ink/85 p-1.5 text-center text-sm text-white">
        Show<span className="sr-only"> {item.caption || item.fileName}</span>
      </span>
    </a>
  );
}

/** One item as it is listed: blurred, with what is known of it. `showAt` leads to it in the clear. */
export function EvidenceCard({
  item,
  showAt,
  page,
  shown,
  original,
  views,
  children,
}: {
  item: EvidenceItem;
  showAt: string;
  /** Its own page, where it has one. */
  page?: string;
  shown?: Shown | undefined;
  original?: boolean;
  /** Who opened it, for those who handle it. */
  views?: View[];
  children?: ReactNode;
}) {
  const facts: [string, ReactNode][] = [
    ["Platform", item.platform],
    ["Address", item.address],
    ["Account", item.handle],
    ["Posted", item.postedAt ? <Moment at={item.postedAt} key="p" /> : null],
    ["Seen", item.seenAt ? <Moment at={item.seenAt} key="s" /> : null],
    ["Captured", item.capturedAt ? <Moment at={item.capturedAt} key="c" /> : null],
  ];
  return (
    <li className="rounded-lg border border-line bg-card p-4" id={item.id}>
      <div className="flex flex-wrap gap-4">
        {item.state === "destroyed" ? (
          <p className="w-48 rounded border border-line p-3 font-semibold">
            Destroyed on the police&apos;s instruction.
          </p>
        ) : item.state === "sealed" ? (
          <p className="w-48 rounded border border-danger bg-danger-tint p-3 font-semibold text-danger">
            Sealed. Nobody can open it, and it is not deleted. Leave the original as it is: do not
            open it again or send it on.
          </p>
        ) : shown ? null : (
          <Blurred item={item} showAt={showAt} />
        )}
        <div className="min-w-0 flex-1 basis-56">
          <p className="break-words font-semibold">
            {page ? (
              <a href={page}>{item.caption || item.fileName}</a>
            ) : (
              item.caption || item.fileName
            )}
          </p>
          <p className="text-soft">
            Received <Moment at={item.receivedAt} />. {arrivals[item.arrivedBy]},{" "}
            {sizeWords(item.size)}
          </p>
          <dl className="mt-1">
            {facts
              .filter(([, value]) => value)
              .map(([name, value]) => (
                <div className="flex flex-wrap gap-x-2" key={name}>
                  <dt className="text-soft">{name}</dt>
                  <dd className="break-all">{value}</dd>
                </div>
              ))}
          </dl>
          <EvidenceContents back={showAt} item={item} />
          <details className="mt-1">
            <summary className="cursor-pointer py-1 text-accent underline underline-offset-2">
              Fingerprint
            </summary>
            <p className="break-all text-sm">
              SHA-256 of what was received: <code>{item.sha256}</code>. It proves that nothing
              changed since then, not that the post was genuine.
            </p>
          </details>
          {views && views.length > 0 ? (
            <details className="mt-1">
              <summary className="cursor-pointer py-1 text-accent underline underline-offset-2">
                Who opened it
              </summary>
              <ul className="text-sm">
                {views.map((view) => (
                  <li key={view.at.toISOString()}>
                    {view.saved ? "Saved" : "Viewed"} by {view.by} on <Moment at={view.at} />
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
          {item.originalId ? <p className="font-semibold">A redacted copy</p> : null}
        </div>
      </div>
      {shown && canOpen(item) ? (
        <EvidenceViewer
          at={showAt.split(/[?#]/)[0] ?? ""}
          item={item}
          shown={shown}
          original={original}
          words={item.description}
        />
      ) : null}
      {children}
      {item.state === "sealed" || item.state === "destroyed" ? null : (
        <ActionForm
          action={sealEvidenceAction}
          className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1"
          formKey={crypto.randomUUID()}
        >
          <input name="evidenceId" type="hidden" value={item.id} />
          <input name="back" type="hidden" value={showAt.split(/[?#]/)[0]} />
          <SubmitButton kind="secondary">
            Seal file<span className="sr-only"> {item.caption || item.fileName}</span>
          </SubmitButton>
          <span className="text-soft">
            If it may show a child nude or in a sexual way. Nobody can open it after that.
          </span>
        </ActionForm>
      )}
    </li>
  );
}
