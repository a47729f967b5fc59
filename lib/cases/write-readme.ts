import { formatDate, formatDay } from "@/lib/dates";
import type { Disclosure } from "./list-disclosures";

/** For an officer, a solicitor or a colleague elsewhere who has never heard of us. */
export function writeReadme(
  disclosure: Disclosure,
  giver: { schoolName: string; at: Date },
): string {
  const lent = disclosure.lentUntil
    ? `\nThis copy is LENT. Give it back or destroy it by ${formatDay(disclosure.lentUntil)}, and tell the school.\n`
    : "";
  return `WHAT THIS IS

${giver.schoolName} gave this to
${disclosure.recipient}, ${disclosure.organisation}
on ${formatDate(giver.at)}. It holds evidence from the school's record of online-safety
concerns (a program called Daybook), and what is needed to check it without the school.
${lent}
Keep it confidential. It may hold personal data about children.


WHERE TO LOOK

data/schedule.pdf      the evidence, item by item, with what was left out and why,
                       and who did what with each item
data/originals/        the files, exactly as the school received them
data/redacted/         copies with parts taken out (if there are any)
data/chronology.pdf    what happened, in the school's words (if it was given)
data/disclosure.json   to whom this was given, for what purpose, on what legal basis
data/system.json       the program's version, its tests and its known defects

The same in .csv and .json is for spreadsheets and programs.


HOW TO CHECK IT

1. Only the files, with what every Linux or Mac has:
       sha256sum -c manifest-sha256.txt        (Mac: shasum -a 256 -c)
   Every line must say OK.

2. All of it, with Python 3.9 or later, with no internet:
       python3 verify.py bundle.zip
   It names the exact file or entry that is wrong. It prints the fingerprint of the
   school's key: ask the school for it by telephone and compare the two.
   If you do not trust the verify.py in here, get another from the Daybook project, or
   open the page /verify of any Daybook in a browser. Nothing you check is uploaded.


WHAT IS PROVEN

- Each original is, byte for byte, what the school's Daybook received.
- The receipt of each is in the school's ledger, in which nothing can be changed or taken
  out unseen; so is this disclosure, with every file under data/.
- If there is a folder ledger/anchors: the receipts were there no later than the time an
  outside authority says.

WHAT IS NOT

- That a post, message or picture is genuine, or who made it. A picture pasted or
  photographed from a screen is what was received, not the file on the first device. Ask
  for that device or account if it matters.
- That nothing was left out. What was left out is listed, with a reason.
- The times, where no outside authority stands behind them: they are the school's clock.

How the files are made up is written down in full: see docs/bundle-format.md of the
Daybook project.
`;
}
