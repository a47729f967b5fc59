import { formatDay } from "@/lib/dates";
import signposts from "@/lib/reports/signposts/england.json" with { type: "json" };

export const supportCodes = signposts.signposts.filter((s) => s.support).map((s) => s.code);

/** Bodies outside school by code: dated data, and it says how far to trust it. */
export function SignpostList({ codes }: { codes: readonly string[] }) {
  const shown = codes.flatMap((code) => signposts.signposts.filter((s) => s.code === code));
  return (
    <ul className="space-y-3">
      {shown.map((signpost) => (
        <li key={signpost.code}>
          <strong>{signpost.name}</strong>: {signpost.detail}
          <span className="block text-soft">
            {signpost.for}.{" "}
            {signpost.mark === "U" ? "Check locally." : `Checked ${formatDay(signposts.asOf)}.`}
          </span>
        </li>
      ))}
    </ul>
  );
}
