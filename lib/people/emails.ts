/** The mail that brings an invitation: whose account, at which school, and the link. No matter is in it. */
export function composeInvitation(to: {
  name: string;
  school: string;
  link: string;
  days: number;
}) {
  return {
    subject: `Your Daybook account at ${to.school}`,
    text: [
      `Dear ${to.name}`,
      `${to.school} records online-safety concerns in Daybook. Your account is ready. Open this link, ` +
        `choose a password, and set up the second step if you are asked to:`,
      to.link,
      `It works once, for ${to.days} days, and is for you alone. In an emergency call 999.`,
    ].join("\n\n"),
  };
}
