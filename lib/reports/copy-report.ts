import { and, asc, eq, isNull, ne } from "drizzle-orm";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { formatDateTime } from "@/lib/dates";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { schoolTypes } from "@/lib/schools/queries";
import { progressWords } from "./labels";
import { listFacts } from "./list-facts";
import { myReport, reportPeople, reportThread } from "./queries";

/** Files this person sent with it; what somebody else added, or made of one, is not theirs. */
const ownFiles = (tx: Tx, actor: Actor, reportId: string) =>
  tx
    .select({
      state: evidence.state,
      fileName: evidence.fileName,
      mediaType: evidence.mediaType,
      size: evidence.size,
      sha256: evidence.sha256,
      receivedAt: evidence.receivedAt,
      caption: evidence.caption,
      platform: evidence.platform,
      address: evidence.address,
      handle: evidence.handle,
      postedAt: evidence.postedAt,
      seenAt: evidence.seenAt,
      capturedAt: evidence.capturedAt,
    })
    .from(evidence)
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.reportId, reportId),
        eq(evidence.uploaderId, actor.personId),
        isNull(evidence.originalId),
        ne(evidence.state, "removed"),
      ),
    )
    .orderBy(asc(evidence.receivedAt), asc(evidence.position), asc(evidence.id));
type File = Awaited<ReturnType<typeof ownFiles>>[number];

const when = (at: Date | null) => (at ? formatDateTime(at) : "");
type Fact = [name: string, value: string];

/** Of a file that was stopped, nothing but that: not its name, which can say what is on it. */
function factsOf(file: File): Fact[] {
  if (file.state === "sealed")
    return [["Sealed", "Nobody can open it. Nothing more is said of it"]];
  if (file.state === "destroyed") return [["Destroyed", "On the police's instruction"]];
  return [
    ["Name", file.fileName],
    ["Size", `${file.size} bytes, ${file.mediaType}`],
    ["SHA-256", file.sha256],
    ["Received", when(file.receivedAt)],
    ["In your words", file.caption],
    ["Platform", file.platform ?? ""],
    ["Address", file.address ?? ""],
    ["Account", file.handle ?? ""],
    ["Posted, as you said", when(file.postedAt)],
    ["Seen, as you said", when(file.seenAt)],
    ["Captured, as you said", when(file.capturedAt)],
  ];
}

/**
 * The writer's own copy as pages: their words, what they added, what their files are known by, and
 * how far it came in the words they read of that. Nothing that anybody else wrote to or of them.
 */
export async function copyReport(tx: Tx, actor: Actor, reportId: string) {
  const report = await myReport(tx, actor, reportId);
  const people = await reportPeople(tx, actor, reportId);
  const thread = await reportThread(tx, actor, reportId);
  const files = await ownFiles(tx, actor, reportId);
  const types = await schoolTypes(tx, actor);
  await appendLedger(tx, {
    role: "reporter",
    action: "report-copied",
    object: { kind: "report", id: reportId },
  });
  const added = thread.filter((entry) => entry.from !== "handler");
  const progress = progressWords[report.state];
  const typeLabel = types.find((type) => type.code === report.type)?.label ?? report.type;
  return {
    title: `Your report ${report.reference}`,
    intro: [
      `${actor.schoolName}. A copy of what you wrote and sent, made on ${when(actor.at)}.`,
      "Times are British time (Europe/London). It names people: keep it where nobody else reads it.",
    ],
    sections: [
      {
        heading: "What you sent",
        facts: [
          ["Reference", report.reference],
          ["Sent", when(report.sentAt)],
          ...listFacts(report, people, typeLabel).map(
            ([name, value]): Fact => [name, Array.isArray(value) ? value.join("; ") : value],
          ),
        ] satisfies Fact[],
      },
      ...added.map((entry) => ({
        heading: `${entry.from === "addendum" ? "You added" : "You replied"} on ${when(entry.at)}`,
        facts: [] as Fact[],
        words: entry.words,
      })),
      ...files.map((file, index) => ({ heading: `File ${index + 1}`, facts: factsOf(file) })),
      ...(files.some((file) => file.state === "attached")
        ? [
            {
              heading: "What the SHA-256 shows",
              facts: [] as Fact[],
              words:
                "That a file is the one the school received. Not that a post is genuine, or who made it.",
            },
          ]
        : []),
      {
        heading: "What became of it",
        facts: [
          ["Now", progress?.tag ?? ""],
          ["Since", when(report.changedAt)],
        ] satisfies Fact[],
        words: report.words ?? progress?.words ?? "",
      },
    ],
    footer: `${report.reference}. Confidential.`,
    at: actor.at,
  };
}
