import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Nature } from "./inspect-bytes";
import { readText } from "./inspect-bytes";
import { type Held, megabyte, readBytes } from "./keep-bytes";
import { refuseFile } from "./labels";
import { openArchive, type Packed } from "./open-archive";
import { readChat, readLines } from "./read-chat";
import { readEmail } from "./read-email";
import type { Message, Reading } from "./types";

/** WhatsApp exports 40,000 messages at most. */
const mostMessages = 50_000;
/** Characters of one message that the table keeps; the original keeps all of it. */
const longestMessage = 10_000;

export type Child = { name: string; size: number; open: () => Promise<Readable> };
export type Contents = { reading: Reading | null; messages: Message[]; children: Child[] };

const shortened = (message: Message): Message => ({
  ...message,
  words: message.words.slice(0, longestMessage),
  original: message.original.slice(0, longestMessage),
});

/** A text as the messages of a chat, or as its lines when it is no chat that we know. */
function readWords(bytes: Buffer): Omit<Contents, "children"> {
  const text = readText(bytes);
  if (text === null) throw refuseFile("unreadable");
  const chat = readChat(text);
  const messages = chat?.messages ?? readLines(text);
  if (messages.length > mostMessages) throw refuseFile("messages");
  return {
    reading: {
      format: chat ? "whatsapp" : "lines",
      dayOrder: chat ? `${chat.dayOrder}${chat.monthFirst ? "-months" : ""}` : null,
      headers: [],
      body: null,
      bodyFrom: null,
    },
    messages: messages.map(shortened),
  };
}

function chatFile(files: Packed[]): Packed {
  const texts = files.filter((file) => /\.txt$/i.test(file.name));
  const named = texts.filter((file) => /^(_chat\.txt$|whatsapp)/i.test(file.name));
  const found = named.length > 0 ? named : texts;
  if (found.length !== 1 || !found[0]) throw refuseFile("archive");
  return found[0];
}

async function unpackChat(item: Held): Promise<Contents> {
  const files = await openArchive(item);
  const chat = chatFile(files);
  if (chat.size > 10 * megabyte) throw refuseFile("messages");
  const words = readWords(await buffer(await chat.open()));
  if (words.reading?.format !== "whatsapp") throw refuseFile("archive");
  return { ...words, children: files.filter((file) => file !== chat) };
}

/** What people can read of an item, and what came inside it. Nothing of either is kept yet. */
export async function unpackItem(item: Held, nature: Nature): Promise<Contents> {
  if (nature.kind === "chat") return unpackChat(item);
  if (nature.kind === "text") return { ...readWords(await buffer(readBytes(item))), children: [] };
  if (nature.kind !== "email") return { reading: null, messages: [], children: [] };
  const { reading, attachments } = await readEmail(await buffer(readBytes(item)));
  return {
    reading,
    messages: [],
    children: attachments.map(({ name, content }) => ({
      name,
      size: content.length,
      open: async () => Readable.from([content]),
    })),
  };
}
