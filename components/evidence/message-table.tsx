import { DataTable } from "@/components/table/data-table";
import { localWords, spelledOut, straight } from "@/lib/evidence/labels";

type Message = {
  position: number;
  sender: string | null;
  sentLocal: string | null;
  words: string;
  original: string;
};

const columns = [
  { id: "time", header: "Time in the export" },
  { id: "from", header: "From" },
  { id: "words", header: "Message" },
];

/** The messages of a chat, each with its line as it stands in the export. */
export function MessageTable({ messages }: { messages: Message[] }) {
  const rows = messages.map((message) => ({
    id: String(message.position),
    cells: {
      time: (
        <span className="whitespace-normal">
          {message.sentLocal ? localWords(message.sentLocal) : "This time cannot be read"}
        </span>
      ),
      from: message.sender === null ? "Written by the app" : <bdi>{straight(message.sender)}</bdi>,
      words: (
        <div className="whole-row min-w-0">
          <p className="whitespace-pre-wrap break-words">{straight(message.words)}</p>
          <details>
            <summary className="cursor-pointer py-1 text-accent text-sm underline underline-offset-2">
              Original line<span className="sr-only"> of message {message.position}</span>
            </summary>
            <p className="whitespace-pre-wrap break-all font-mono text-sm">
              {spelledOut(message.original)}
            </p>
          </details>
        </div>
      ),
    },
  }));
  return <DataTable caption="Messages in their order" columns={columns} rows={rows} />;
}
