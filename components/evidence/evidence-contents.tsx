import { RefreshSoon } from "@/components/ui/refresh-soon";
import { canOpen, scanWords } from "@/lib/evidence/labels";
import type { EvidenceItem } from "@/lib/evidence/queries";

/** Where to read what an item says, what it came inside of, and whether it may be opened at all. */
export function EvidenceContents({ item, back }: { item: EvidenceItem; back: string }) {
  if (item.state === "sealed" || item.state === "destroyed") return null;
  const [path = ""] = back.split("?");
  const label = item.format === "email" ? "Read the e-mail" : "Read the text";
  return (
    <>
      {item.scan === "none" || item.scan === "clean" ? null : (
        <p
          className={`mt-1 font-semibold ${item.scan === "suspect" ? "text-danger" : "text-warn"}`}
        >
          {scanWords[item.scan]}
          {item.scan === "pending" ? <RefreshSoon /> : null}
        </p>
      )}
      {item.parentId ? (
        <p className="mt-1">
          <a href={`#${item.parentId}`}>The file it came in</a>
        </p>
      ) : null}
      {item.format && canOpen(item) ? (
        <p className="mt-1">
          <a href={`/evidence/${item.id}/contents?from=${encodeURIComponent(path)}`}>
            {item.format === "whatsapp" ? `Read the messages: ${item.messages}` : label}
            <span className="sr-only"> of {item.caption || item.fileName}</span>
          </a>
        </p>
      ) : null}
    </>
  );
}
