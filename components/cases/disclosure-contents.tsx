import { Card, Summary } from "@/components/ui/page";
import { basisWords, leftOutWords, purposeWords } from "@/lib/cases/labels";
import type { Disclosure } from "@/lib/cases/list-disclosures";
import { formatDay } from "@/lib/dates";
import { sizeWords } from "@/lib/evidence/labels";

const kinds = { original: "The original", redacted: "A redacted copy", "left-out": "" };

/** Exactly who gets what of a case, and what stays and why. */
export function DisclosureContents({ disclosure }: { disclosure: Disclosure }) {
  const goes = disclosure.items.filter((item) => item.chosen !== "left-out");
  const stays = disclosure.items.filter((item) => item.chosen === "left-out");
  return (
    <>
      <Card title="Who gets it">
        <Summary
          rows={[
            { key: "To", value: `${disclosure.recipient}, ${disclosure.organisation}` },
            { key: "Purpose", value: purposeWords(disclosure.purpose) },
            ...(disclosure.reference
              ? [{ key: "Their reference", value: disclosure.reference }]
              : []),
            { key: "Legal basis", value: basisWords(disclosure.basis) },
            { key: "Why, for our record", value: disclosure.reason },
            {
              key: "They keep it",
              value: disclosure.lentUntil
                ? `No. Back or destroyed by ${formatDay(disclosure.lentUntil)}`
                : "Yes",
            },
          ]}
        />
      </Card>
      <Card title="What they get">
        <ul className="list-disc space-y-1 pl-5">
          {goes.map((item) => (
            <li className="break-words" key={item.id}>
              Item {item.number}: {item.caption || item.fileName}. {kinds[item.chosen]},{" "}
              {sizeWords(item.size)}
            </li>
          ))}
          {goes.length === 0 ? <li>No file of evidence</li> : null}
          <li>The schedule of evidence, and who did what with each item</li>
          <li>
            {disclosure.chronology ? "The chronology, with every note" : "Not the chronology"}
          </li>
          <li>
            {disclosure.reporter
              ? "The reporter's name"
              : "“The reporter” instead of their name. Notes and pictures are as they are"}
          </li>
          <li>The entries of the ledger about these items, with their proof</li>
        </ul>
      </Card>
      {stays.length > 0 ? (
        <Card title="What stays here">
          <p className="mb-2">They are told that these exist and why they stay, and no more.</p>
          <ul className="list-disc space-y-1 pl-5">
            {stays.map((item) => (
              <li className="break-words" key={item.id}>
                Item {item.number}: {item.caption || item.fileName}.{" "}
                {leftOutWords[item.leftOut ?? ""]}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}
