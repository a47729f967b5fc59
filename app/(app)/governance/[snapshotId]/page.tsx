import { BarChart } from "@/components/governance/bar-chart";
import { HeadPrint } from "@/components/ledger/head-print";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { formatDay } from "@/lib/dates";
import { env } from "@/lib/env";
import { snapshotById } from "@/lib/governance/queries";
import type { Cell, SuppressedTable } from "@/lib/governance/types";
import { lastSigned, signingKeys } from "@/lib/ledger/queries";

export const metadata = { title: "A term - Governors' view - Daybook" };

const words = (cell: Cell, threshold: number) =>
  cell.kind === "count" ? String(cell.n) : `Hidden (may be fewer than ${threshold})`;

function finding(table: SuppressedTable): string {
  const top = table.rows
    .flatMap((row) =>
      row.cell.kind === "count" && row.cell.n > 0 ? [{ label: row.label, n: row.cell.n }] : [],
    )
    .toSorted((a, b) => b.n - a.n)[0];
  return top ? `Most: ${top.label}, ${top.n}.` : "The numbers are too small to say more.";
}

/** One table of numbers, as a picture and in words. */
function Numbers({
  table,
  unit,
  threshold,
}: {
  table: SuppressedTable;
  unit: string;
  threshold: number;
}) {
  return (
    <Card title={table.title}>
      <p className="mb-3">{finding(table)}</p>
      <BarChart table={table} />
      <table className="mt-4 w-full text-left">
        <caption className="sr-only">{table.title}</caption>
        <thead>
          <tr className="border-line border-b-2">
            <th className="py-1 pr-4" scope="col">
              {table.title}
            </th>
            <th className="py-1" scope="col">
              {unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr className="border-line border-b" key={row.label}>
              <th className="py-1 pr-4 font-normal" scope="row">
                {row.label}
              </th>
              <td className="py-1">{words(row.cell, threshold)}</td>
            </tr>
          ))}
          <tr className="font-semibold">
            <th className="py-1 pr-4" scope="row">
              All
            </th>
            <td className="py-1">{words(table.total, threshold)}</td>
          </tr>
        </tbody>
      </table>
    </Card>
  );
}

const reviewWords = {
  "in-time": "Reviewed within the last 12 months, as the DfE's standards ask.",
  overdue: "The yearly review that the DfE's standards ask for is overdue.",
  never: "No review is on file. The DfE's standards ask for one every year.",
};

export default async function Snapshot({
  params,
  searchParams,
}: {
  params: Promise<{ snapshotId: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { snapshotId } = await params;
  const { done } = await searchParams;
  const { snapshot, school, head, key } = await runAs(async (tx, actor) => ({
    snapshot: await snapshotById(tx, actor, snapshotId),
    school: actor.schoolName,
    head: await lastSigned(tx),
    key: (await signingKeys(tx))[0],
  }));
  const { threshold, withheld, tables, registers } = snapshot.tables;
  return (
    <Page
      back={{ href: "/governance", label: "Governors' view" }}
      caption={school}
      narrow
      title={`${snapshot.termName}: online safety in numbers`}
    >
      {done ? <Banner>The numbers are frozen. Later changes do not touch them.</Banner> : null}
      <p className="mb-6 text-soft">
        Reports from {formatDay(snapshot.fromDay)} to {formatDay(snapshot.toDay)}, for the meeting
        on {formatDay(snapshot.meetingOn)}. Frozen <Moment at={snapshot.frozenAt} />
        {snapshot.version > 1 ? `, version ${snapshot.version}` : ""}. One to {threshold - 1} is
        never shown, nor what would give it away. A matter about somebody who reads this page is not
        counted here; the chair reports on it.
      </p>
      {withheld ? (
        <Banner tone="note">
          Too little happened this term to show numbers without showing people.
        </Banner>
      ) : null}
      {tables.map((table) => (
        <Numbers key={table.title} table={table} threshold={threshold} unit="Reports" />
      ))}
      {registers ? (
        <Card title="Filtering and monitoring">
          <p>{reviewWords[registers.filtering]}</p>
        </Card>
      ) : null}
      {registers?.withheld ? (
        <p className="mb-6 text-soft">
          The registers hold too little to show numbers without showing people.
        </p>
      ) : null}
      {registers?.tables.map((table) => (
        <Numbers key={table.title} table={table} threshold={threshold} unit="Entries" />
      ))}
      {snapshot.notes ? (
        <Card title="Notes">
          <p className="whitespace-pre-wrap break-words">{snapshot.notes}</p>
        </Card>
      ) : null}
      {head && key ? (
        <Card title="Head of the ledger">
          <p className="mb-3 text-soft">
            Keep this page with the minutes. Whoever has it can see later that nothing recorded
            before it was changed or lost.
          </p>
          <HeadPrint address={env().DAYBOOK_URL} fingerprint={key.fingerprint} head={head} />
        </Card>
      ) : null}
    </Page>
  );
}
