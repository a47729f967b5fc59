import { notFound } from "next/navigation";
import { z } from "zod";
import { AskWhy } from "@/components/evidence/evidence-viewer";
import { MailHeaders } from "@/components/evidence/mail-headers";
import { MessageTable } from "@/components/evidence/message-table";
import { Card, Page, Paging } from "@/components/ui/page";
import { localPath } from "@/lib/access/local-path";
import { runAs } from "@/lib/access/run-as";
import { KnownError } from "@/lib/errors";
import { dayOrders, isViewReason, kindWords, spelledOut, straight } from "@/lib/evidence/labels";
import { pageSize, readContents } from "@/lib/evidence/read-contents";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `What it says - Evidence - ${name}` };
}

export default async function Contents({
  params,
  searchParams,
}: {
  params: Promise<{ evidenceId: string }>;
  searchParams: Promise<{ page?: string; from?: string; reason?: string }>;
}) {
  const evidenceId = z.uuid().safeParse((await params).evidenceId);
  if (!evidenceId.success) notFound();
  const query = await searchParams;
  const page = Math.min(5000, Math.max(1, Math.trunc(Number(query.page)) || 1));
  const from = localPath(query.from);
  const reason = isViewReason(query.reason) ? { reason: query.reason } : {};
  const read = await runAs((tx, actor) =>
    readContents(tx, actor, { evidenceId: evidenceId.data, page, ...reason }),
  ).catch((error: unknown) => {
    if (error instanceof KnownError && error.code === "check") return null;
    throw error;
  });
  if (!read) {
    return (
      <Page back={{ href: from, label: "Back" }} caption="Evidence" title="What it says">
        <AskWhy at={`/evidence/${evidenceId.data}/contents`} from={from} id={evidenceId.data} />
      </Page>
    );
  }
  const { item, reading, messages, children, parent } = read;
  const title = item.caption || item.fileName;
  return (
    <Page
      back={{ href: from === "/" ? "/" : `${from}#${item.id}`, label: "Back" }}
      caption={`Evidence: ${kindWords[item.kind]}`}
      title={title}
    >
      <p className="mb-4 max-w-3xl text-soft">
        Read from the file when it was received. The file itself is unchanged: when it matters, save
        the original and compare. Addresses in it are words, and nothing of it was fetched. This
        view is written in the record. You may need a break afterwards: talk to somebody.
      </p>
      {parent ? <p className="mb-4">It came inside “{parent.fileName}”.</p> : null}
      {reading.format === "email" ? (
        <>
          <Card title="Headers">
            <MailHeaders headers={reading.headers} />
          </Card>
          <Card title="Message">
            {reading.bodyFrom?.startsWith("html") ? (
              <p className="mb-3 text-soft">
                The words of a formatted e-mail. Its pictures, colours and links are left out.
              </p>
            ) : null}
            {reading.body ? (
              <p className="whitespace-pre-wrap break-words">{straight(reading.body)}</p>
            ) : (
              <p className="text-soft">It has no words of its own.</p>
            )}
            {reading.bodyFrom?.endsWith("cut") ? (
              <p className="mt-3 font-semibold">
                It goes on. The rest is in the original alone: this shows the first 200,000
                characters.
              </p>
            ) : null}
          </Card>
        </>
      ) : null}
      {reading.format === "whatsapp" ? (
        <Card title={`Messages: ${reading.messages}`}>
          <p className="mb-1">{dayOrders[reading.dayOrder ?? ""]}.</p>
          <p className="mb-3">
            The time zone is unknown: the export does not say it. The times are those of the phone
            that exported the chat, wherever it was then.
          </p>
          <MessageTable messages={messages} />
        </Card>
      ) : null}
      {reading.format === "lines" ? (
        <Card title="Text">
          <div className="whitespace-pre-wrap break-words">
            {messages.map((line) => spelledOut(line.words)).join("\n")}
          </div>
        </Card>
      ) : null}
      {reading.messages > pageSize ? (
        <Paging
          href={(n) =>
            `/evidence/${item.id}/contents?${new URLSearchParams({ from, ...reason, page: String(n) })}`
          }
          more={page * pageSize < reading.messages}
          page={page}
        />
      ) : null}
      {children.length > 0 ? (
        <Card title="Kept as items of their own">
          <ul className="list-disc pl-5">
            {children.map((child) => (
              <li className="break-words" key={child.id}>
                <a href={`${from}#${child.id}`}>{child.fileName}</a>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {reading.inside.length > 0 ? (
        <Card title="Only inside the original">
          <ul className="list-disc pl-5">
            {reading.inside.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and never move
              <li className="break-words" key={index}>
                {one.name}: {one.why}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </Page>
  );
}
