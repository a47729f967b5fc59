/** The passwords guessed first, and pieces that make one guessable. Checked here, offline. */
const common = new Set(
  "password password1 password123 passw0rd letmein123 welcome1 welcome123 qwerty123 qwertyuiop 12345678 123456789 1234567890 11111111 00000000 iloveyou sunshine princess football baseball superman trustno1 monkey123 dragon123 abcd1234 changeme school123 teacher1 headteacher safeguarding daybook1 summer2026 autumn2026 winter2026 spring2026".split(
    " ",
  ),
);

/** A sentence when a password will not do, or null. Length counts, not kinds of characters. */
export function checkPassword(
  password: string,
  who: { email: string; name: string; schoolName: string },
): string | null {
  if (password.length < 8) return "Enter a password of 8 characters or more. Three words are best";
  if (password.length > 200) return "Enter a password of 200 characters or fewer";
  const low = password.toLowerCase();
  const pieces = [
    ...who.name.split(/\s+/),
    ...who.schoolName.split(/\s+/),
    who.email.split("@")[0] ?? "",
  ];
  const guessable = common.has(low) || pieces.some((p) => p.length > 3 && low === p.toLowerCase());
  return guessable || new Set(low).size < 4 ? "Choose a password that is harder to guess" : null;
}
