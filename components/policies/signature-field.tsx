"use client";

import { type PointerEvent, useState, useSyncExternalStore } from "react";
import { first, Notes, useField } from "@/components/forms/field-parts";
import { TextField } from "@/components/forms/fields";
import { mostStrokes, sheet } from "@/lib/policies/check-signature";

const never = () => () => {};
/** Units between two points: finer is only the tremble of the hand. */
const step = 3;

function place(event: PointerEvent<SVGSVGElement>) {
  const box = event.currentTarget.getBoundingClientRect();
  const at = (where: number, size: number, most: number) =>
    Math.min(most, Math.max(0, Math.round((where / size) * most)));
  return {
    x: at(event.clientX - box.left, box.width, sheet.width),
    y: at(event.clientY - box.top, box.height, sheet.height),
  };
}

/** A signature, typed or drawn. Drawing is never needed, and is not offered without a script. */
export function SignatureField() {
  const ready = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const { value } = useField("drawn");
  const [path, setPath] = useState(first(value));
  const [last, setLast] = useState<{ x: number; y: number } | null>(null);
  const { error } = useField("drawn");
  const begin = (event: PointerEvent<SVGSVGElement>) => {
    const at = place(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    setLast(at);
    setPath((before) =>
      before.length > mostStrokes - 20 ? before : `${before}M${at.x} ${at.y}L${at.x} ${at.y}`,
    );
  };
  const draw = (event: PointerEvent<SVGSVGElement>) => {
    if (!last) return;
    const at = place(event);
    if (Math.abs(at.x - last.x) + Math.abs(at.y - last.y) < step) return;
    setLast(at);
    setPath((before) => (before.length > mostStrokes - 10 ? before : `${before}L${at.x} ${at.y}`));
  };
  return (
    <div className="space-y-3">
      <TextField
        hint={ready ? "Type it as you sign, or draw it below" : "Type it as you sign"}
        label="Signature"
        name="signature"
      />
      {ready ? (
        <div className="max-w-xl">
          <Notes error={error} hint={null} name="drawn" />
          <input name="drawn" type="hidden" value={path} />
          <svg
            aria-label={path ? "Your drawn signature" : "Sheet to draw a signature on"}
            className="w-full touch-none rounded-md border border-line bg-white"
            onPointerCancel={() => setLast(null)}
            onPointerDown={begin}
            onPointerMove={draw}
            onPointerUp={() => setLast(null)}
            role="img"
            viewBox={`0 0 ${sheet.width} ${sheet.height}`}
          >
            <path d="M30 155H570" stroke="#c4c4c4" />
            <path d={path} fill="none" stroke="#1a1a1a" strokeLinecap="round" strokeWidth="3" />
          </svg>
          {path ? (
            <button
              className="min-h-11 text-accent underline underline-offset-2"
              onClick={() => setPath("")}
              type="button"
            >
              Clear the drawing
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
