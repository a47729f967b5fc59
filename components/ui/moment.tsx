import { formatDate, formatDateTime } from "@/lib/dates";

export function Moment({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{formatDateTime(at)}</time>;
}

export function Day({ at }: { at: Date }) {
  return <time dateTime={at.toISOString().slice(0, 10)}>{formatDate(at)}</time>;
}
