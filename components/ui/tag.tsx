import { cva } from "class-variance-authority";

const look = cva("tag", {
  variants: {
    tone: {
      calm: "border-line bg-card text-ink",
      good: "border-accent bg-tint text-accent-dark",
      note: "border-note bg-note-tint text-note",
      warn: "border-warn bg-warn-tint text-warn",
      danger: "border-danger bg-danger-tint text-danger",
    },
  },
});
export type Tone = "calm" | "good" | "note" | "warn" | "danger";

export function Tag({ tone = "calm", children }: { tone?: Tone; children: React.ReactNode }) {
  return <span className={look({ tone })}>{children}</span>;
}

const risks = [
  { word: "low", tone: "calm", shape: "▱" },
  { word: "medium", tone: "note", shape: "▰" },
  { word: "high", tone: "warn", shape: "▲" },
  { word: "urgent", tone: "danger", shape: "◆" },
] as const;

/** Risk as a word and a shape, so that it does not rest on colour. Severity 1 to 4 of B4. */
export function RiskTag({ severity }: { severity: number }) {
  const risk = risks[severity - 1] ?? risks[3];
  return (
    <Tag tone={risk.tone}>
      <span aria-hidden="true">{risk.shape}</span>
      {risk.word}
    </Tag>
  );
}
