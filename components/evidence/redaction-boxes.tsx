"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useState } from "react";
import { type Area, writeAreas } from "@/lib/evidence/read-areas";

type Point = { x: number; y: number };

/**
 * Lies over a page: one click sets a corner, the next the corner opposite. The same numbers can be
 * typed below, so nothing needs a mouse and nothing needs dragging.
 */
export function RedactionBoxes({
  areas,
  page,
  at,
  children,
}: {
  areas: readonly Area[];
  page: number;
  at: string;
  children: ReactNode;
}) {
  const router = useRouter();
  const [corner, setCorner] = useState<Point | null>(null);
  const [over, setOver] = useState<Point | null>(null);
  const here = (event: MouseEvent<SVGSVGElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    const within = (value: number) => Math.round(Math.max(0, Math.min(1, value)) * 1000);
    return {
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
    };
  };
  const between = (a: Point, b: Point): Area => ({
    page,
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    w: Math.abs(a.x - b.x),
    h: Math.abs(a.y - b.y),
  });
  const press = (event: MouseEvent<SVGSVGElement>) => {
    const point = here(event);
    if (!corner) return setCorner(point);
    const area = between(corner, point);
    setCorner(null);
    if (area.w === 0 || area.h === 0) return;
    const query = new URLSearchParams({ page: String(page), areas: writeAreas([...areas, area]) });
    router.replace(`${at}?${query}`, { scroll: false });
  };
  const growing = corner && over ? between(corner, over) : null;
  return (
    <div>
      <div className="relative">
        {children}
        <svg
          aria-hidden="true"
          className="absolute inset-0 h-full w-full cursor-crosshair"
          onClick={press}
          onMouseMove={(event) => setOver(here(event))}
          preserveAspectRatio="none"
          viewBox="0 0 1000 1000"
        >
          {areas
            .filter((area) => area.page === page)
            .map((area) => (
              <rect
                fill="#000"
                fillOpacity="0.75"
                height={area.h}
                key={writeAreas([area])}
                width={area.w}
                x={area.x}
                y={area.y}
              />
            ))}
          {growing ? (
            <rect
              fill="#a1201c"
              fillOpacity="0.35"
              height={growing.h}
              width={growing.w}
              x={growing.x}
              y={growing.y}
            />
          ) : null}
          {corner ? <circle cx={corner.x} cy={corner.y} fill="#a1201c" r="5" /> : null}
        </svg>
      </div>
      <p aria-live="polite" className="mt-2 min-h-6 text-soft">
        {corner ? "First corner set. Click the corner opposite." : ""}
      </p>
    </div>
  );
}
