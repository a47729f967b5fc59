/** A day as the three fields of a DateField begin with it. */
export function partsOf(name: string, day: string | null): Record<string, string> {
  const [year, month, date] = day?.split("-").map((part) => String(Number(part))) ?? [];
  return {
    [`${name}-day`]: date ?? "",
    [`${name}-month`]: month ?? "",
    [`${name}-year`]: year ?? "",
  };
}
