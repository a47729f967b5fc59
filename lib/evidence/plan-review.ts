import { addYears } from "date-fns/addYears";
import { format } from "date-fns/format";
import { parseISO } from "date-fns/parseISO";
import { localDay } from "@/lib/dates";

/**
 * The day a person looks again at whether a picture is still needed: so many years after it was
 * taken, or after it came where nobody knows (S4-22). Never a day on which it goes by itself.
 */
export function planReview(
  item: { kind: string; capturedAt: Date | null; receivedAt: Date },
  years: number,
): string | null {
  if (item.kind !== "image") return null;
  return format(
    addYears(parseISO(localDay(item.capturedAt ?? item.receivedAt)), years),
    "yyyy-MM-dd",
  );
}
