import type { HeaderLine } from "@/db/schema/evidence";

/** One message of a chat, or one line of another text. Its time has no zone. */
export type Message = {
  sender: string | null;
  sentLocal: string | null;
  words: string;
  original: string;
};

/** What was read out of an original, before anything of it is kept. */
export type Reading = {
  format: "email" | "whatsapp" | "lines";
  dayOrder: string | null;
  headers: HeaderLine[];
  body: string | null;
  bodyFrom: "plain" | "html" | "plain-cut" | "html-cut" | null;
};
