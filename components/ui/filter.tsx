import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "./button";

const link = "inline-flex min-h-11 items-center text-accent underline underline-offset-2";

/** What narrows a list, as a form whose answer is an address: it works without script. */
export function Filter({
  action,
  button = "Filter",
  clear,
  keep = {},
  children,
  after,
}: {
  action: string;
  button?: string;
  /** The address without the filter; only while there is one. */
  clear?: string | null;
  /** What the address goes on saying. */
  keep?: Record<string, string>;
  children: ReactNode;
  after?: ReactNode;
}) {
  return (
    <form action={action} className="no-print mb-4 flex flex-wrap items-end gap-3">
      {Object.entries(keep).map(([name, value]) => (
        <input key={name} name={name} type="hidden" value={value} />
      ))}
      {children}
      <Button kind="secondary">{button}</Button>
      {clear ? <FilterLink href={clear}>Clear filter</FilterLink> : null}
      {after}
    </form>
  );
}

export const FilterLink = ({
  href,
  className = "",
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) => (
  <Link className={`${link} ${className}`} href={href as never} prefetch={false}>
    {children}
  </Link>
);

export const FilterText = ({
  name,
  label,
  value,
}: {
  name: string;
  label: string;
  value: string;
}) => (
  <div className="max-sm:w-full">
    <label className="block" htmlFor={name}>
      {label}
    </label>
    <input className="field-box" defaultValue={value} id={name} name={name} type="search" />
  </div>
);

export const FilterSelect = ({
  name,
  label,
  value,
  choices,
}: {
  name: string;
  label: string;
  value: string | number;
  /** Value and words, in the order shown; the value that filters nothing is empty. */
  choices: (readonly [value: string | number, words: string])[];
}) => (
  <div className="max-sm:w-full">
    <label className="block" htmlFor={name}>
      {label}
    </label>
    {/* The key: a new address shows its own choice, not the one made before. */}
    <select
      className="field-box sm:max-w-64"
      defaultValue={value}
      id={name}
      key={value}
      name={name}
    >
      {choices.map(([code, words]) => (
        <option key={code} value={code}>
          {words}
        </option>
      ))}
    </select>
  </div>
);
