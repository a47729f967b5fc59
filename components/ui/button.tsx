import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";

const look = cva(
  "inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-md px-4 py-2 text-center font-semibold no-underline",
  {
    variants: {
      kind: {
        primary: "bg-accent text-white hover:bg-accent-dark",
        secondary: "border border-soft bg-card text-ink hover:bg-tint",
        warning: "bg-danger text-white hover:bg-[#7d1613]",
        plain: "px-1 text-accent underline underline-offset-2 hover:text-accent-dark",
      },
    },
    defaultVariants: { kind: "primary" },
  },
);
type Look = VariantProps<typeof look>;

export function Button({ kind, className, ...props }: ComponentProps<"button"> & Look) {
  return <button className={look({ kind, className })} type="submit" {...props} />;
}

export function ButtonLink({
  kind,
  href,
  children,
}: Look & { href: string; children: React.ReactNode }) {
  return (
    <a className={look({ kind })} href={href}>
      {children}
    </a>
  );
}
