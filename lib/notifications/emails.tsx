import { render } from "@react-email/render";
import { type NoticeKind, noticeWords } from "./labels";

function Mail({ reference, link }: { reference: string; link: string }) {
  return (
    <html lang="en-GB">
      <body>
        <p>Something in Daybook needs you ({reference}).</p>
        <p>
          <a href={link}>Sign in to read it</a>
        </p>
        <p>This message says no more on purpose. In an emergency call 999.</p>
      </body>
    </html>
  );
}

const urgent: ReadonlySet<string> = new Set<NoticeKind>(["report-alert"]);

/** A notice as mail: a reference and a link. It has no field that a name or a word could come in by. */
export async function composeMail(notice: {
  kind: string;
  reference: string;
  path: string;
  origin: string;
}) {
  const known = notice.kind in noticeWords;
  const link = `${notice.origin}${notice.path}`;
  const body = <Mail link={link} reference={notice.reference} />;
  const what = urgent.has(notice.kind) ? "a report needs you now" : "something needs you";
  return {
    subject: `Online safety: ${known ? what : "something needs you"} (${notice.reference})`,
    text: await render(body, { plainText: true }),
    html: await render(body),
  };
}

export type MorningNumbers = {
  waiting: number;
  today: number;
  overdue: number;
  decisions: number;
  reviews: number;
};

const morningLines: [name: keyof MorningNumbers, words: string][] = [
  ["waiting", "waiting to be read"],
  ["today", "due today"],
  ["overdue", "overdue"],
  ["decisions", "decisions asked of you"],
  ["reviews", "closed records due for review"],
];

/** The morning in numbers: it has no field that a name, a word or a reference could come in by. */
export async function composeDigest(numbers: MorningNumbers, origin: string) {
  const body = (
    <html lang="en-GB">
      <body>
        <p>Daybook this morning:</p>
        <ul>
          {morningLines.map(([name, words]) => (
            <li key={name}>
              {Number(numbers[name])} {words}
            </li>
          ))}
        </ul>
        <p>
          <a href={`${origin}/queue`}>Sign in to see them</a>
        </p>
        <p>This message says no more on purpose. In an emergency call 999.</p>
      </body>
    </html>
  );
  return {
    subject: "Online safety: your morning in numbers",
    text: await render(body, { plainText: true }),
    html: await render(body),
  };
}

/** Policies past their day, once a week: a number and a link. */
export async function composeWaiting(count: number, origin: string) {
  const what = count === 1 ? "1 policy waits" : `${count} policies wait`;
  const body = (
    <html lang="en-GB">
      <body>
        <p>{what} for you to read and accept in Daybook.</p>
        <p>
          <a href={`${origin}/policies`}>Sign in to read</a>
        </p>
        <p>You get this once a week at most, until it is done.</p>
      </body>
    </html>
  );
  return {
    subject: `Online safety: ${what} for you`,
    text: await render(body, { plainText: true }),
    html: await render(body),
  };
}

/** A way to a new password: the link, and what to do if one did not ask. */
export async function composeReset(link: string) {
  const body = (
    <html lang="en-GB">
      <body>
        <p>
          <a href={link}>Choose a new password for Daybook</a>
        </p>
        <p>The link works once, for an hour. If you did not ask for it, you need do nothing.</p>
      </body>
    </html>
  );
  return {
    subject: "Choose a new password for Daybook",
    text: await render(body, { plainText: true }),
    html: await render(body),
  };
}
