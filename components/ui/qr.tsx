import { create } from "qrcode";

/** A QR code as one path, drawn on the server. */
export function Qr({ text }: { text: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const path = Array.from(data, (dark, i) =>
    dark ? `M${i % size} ${Math.floor(i / size)}h1v1h-1z` : "",
  ).join("");
  return (
    <svg aria-hidden="true" className="size-56 bg-white p-3" viewBox={`0 0 ${size} ${size}`}>
      <path d={path} fill="#000" />
    </svg>
  );
}
