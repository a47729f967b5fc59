import { create } from "qrcode";
import { Moment } from "@/components/ui/moment";
import type { SignedHead } from "@/lib/ledger/queries";

/** Where a printed head is checked; it holds a number and a hash, nothing of anybody. */
const addressOf = (origin: string, head: SignedHead) =>
  `${origin}/verify/checkpoint?${new URLSearchParams({ entries: String(head.size), root: head.root })}`;

function Qr({ text }: { text: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const path = Array.from(data, (dark, i) =>
    dark ? `M${i % size} ${Math.floor(i / size)}h1v1h-1z` : "",
  ).join("");
  return (
    <svg
      aria-hidden="true"
      className="size-40 shrink-0 bg-white p-2"
      viewBox={`0 0 ${size} ${size}`}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}

/** The ledger's signed head as it is printed and kept outside the school's machine. */
export function HeadPrint({
  head,
  fingerprint,
  address,
}: {
  head: SignedHead;
  fingerprint: string;
  address: string;
}) {
  return (
    <div className="flex flex-wrap items-start gap-4">
      <dl className="min-w-0 flex-1 basis-64 space-y-2">
        <div>
          <dt className="font-semibold">Entries</dt>
          <dd className="font-mono">{head.size}</dd>
        </div>
        <div>
          <dt className="font-semibold">Root hash</dt>
          <dd className="break-all font-mono">{head.root}</dd>
        </div>
        <div>
          <dt className="font-semibold">Signed</dt>
          <dd>
            <Moment at={head.signedAt} />
          </dd>
        </div>
        <div>
          <dt className="font-semibold">Key fingerprint (SHA-256)</dt>
          <dd className="font-mono">{fingerprint.match(/.{4}/g)?.join(" ")}</dd>
        </div>
        <div>
          <dt className="font-semibold">Check it at</dt>
          <dd className="break-all">{address}/verify/checkpoint</dd>
        </div>
      </dl>
      <Qr text={addressOf(address, head)} />
    </div>
  );
}
