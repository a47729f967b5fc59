import { formatDay } from "@/lib/dates";
import { planReview } from "@/lib/evidence/plan-review";

/** When a person looks at a picture again by the school's rule; nothing goes by itself (S4-22). */
export function LookAgain({
  item,
  years,
  rule,
}: {
  item: { kind: string; capturedAt: Date | null; receivedAt: Date };
  years: number | null;
  /** The policy that says so, or the national default. */
  rule: string;
}) {
  const day = years === null ? null : planReview(item, years);
  if (!day) return null;
  return (
    <p className="mt-2 text-soft">
      Look at again on {formatDay(day)}: is it still needed? It is never deleted by itself. {rule}
    </p>
  );
}
