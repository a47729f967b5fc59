/** A box on a page, in thousandths of its width and height from its top left corner. */
export type Area = { page: number; x: number; y: number; w: number; h: number };

export const mostAreas = 60;

/** Areas as an address or a form carries them: "page,left,top,width,height;...", in thousandths. */
export const writeAreas = (areas: readonly Area[]): string =>
  areas.map(({ page, x, y, w, h }) => [page, x, y, w, h].join(",")).join(";");

/** The same, read: what lies outside the page is cut off, and what is no area is left out. */
export function readAreas(text: string): Area[] {
  return text
    .split(";")
    .slice(0, mostAreas)
    .flatMap((part) => {
      const numbers = part.split(",").map(Number);
      if (numbers.length !== 5 || !numbers.every(Number.isInteger)) return [];
      const [page = 0, left = 0, top = 0, width = 0, height = 0] = numbers;
      const x = Math.max(0, left);
      const y = Math.max(0, top);
      const w = Math.min(1000, left + width) - x;
      const h = Math.min(1000, top + height) - y;
      return page >= 1 && w > 0 && h > 0 ? [{ page, x, y, w, h }] : [];
    });
}
