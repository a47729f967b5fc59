import { spelledOut, straight } from "@/lib/evidence/labels";

type Header = { name: string; value: string; line: string };
const first = ["from", "to", "cc", "reply-to", "subject", "date"];

/** An e-mail's headers: those that people look for in words, then every one as it stands. */
export function MailHeaders({ headers }: { headers: Header[] }) {
  const chief = first.flatMap((name) => headers.filter((one) => one.name.toLowerCase() === name));
  return (
    <>
      <dl className="space-y-1">
        {chief.map((header) => (
          <div className="flex flex-wrap gap-x-2" key={header.line}>
            <dt className="text-soft">{header.name}</dt>
            <dd className="break-all">{straight(header.value)}</dd>
          </div>
        ))}
      </dl>
      <details className="mt-2">
        <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
          All {headers.length} headers, as they stand in the e-mail
        </summary>
        <p className="text-soft">
          Each mail server on the way adds lines at the top. The sender can have written any of
          them: only the top ones come from your own mail server.
        </p>
        <ol className="mt-2 space-y-1">
          {headers.map((header, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers repeat, and never move
            <li className="break-all font-mono text-sm" key={index}>
              {spelledOut(header.line)}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
