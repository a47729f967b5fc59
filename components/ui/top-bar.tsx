export type NavLink = { href: string; label: string; count?: number };

const look =
  "inline-flex min-h-11 items-center rounded px-2 text-white underline-offset-4 hover:underline";

const Count = ({ of }: { of: number }) => (
  <span className="ml-1 rounded bg-white px-1.5 text-accent-dark text-sm">{of}</span>
);

const Account = ({ personName, signOut }: { personName: string; signOut: React.ReactNode }) => (
  <>
    <a className={look} href="/settings">
      {personName}
    </a>
    <a className={look} href="/help">
      Help
    </a>
    {signOut}
  </>
);

const Links = ({ links }: { links: NavLink[] }) =>
  links.map((link) => (
    <li key={link.href}>
      <a className={look} href={link.href}>
        {link.label}
        {link.count ? <Count of={link.count} /> : null}
      </a>
    </li>
  ));

/** On a phone all of it stands behind Menu, so that a page begins at the top of the screen. */
export function TopBar({
  schoolName,
  personName,
  links,
  signOut,
}: {
  schoolName: string;
  personName: string;
  links: NavLink[];
  signOut: React.ReactNode;
}) {
  const waiting = links.reduce((sum, link) => sum + (link.count ?? 0), 0);
  return (
    <header className="no-print relative bg-accent-dark text-white">
      <a
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:bg-white focus:p-3 focus:text-ink"
        href="#main"
      >
        Skip to main content
      </a>
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 px-4 py-1">
        <p className="flex min-h-11 flex-wrap items-center gap-x-3 max-sm:pr-28">
          <a className="font-bold text-lg text-white" href="/">
            Daybook
          </a>
          <span>{schoolName}</span>
        </p>
        <div className="flex flex-wrap items-center gap-x-2 max-sm:hidden">
          <Account personName={personName} signOut={signOut} />
        </div>
      </div>
      <nav aria-label="Main" className="border-white/25 border-t max-sm:hidden">
        <ul className="mx-auto flex max-w-6xl flex-wrap gap-x-1 px-2">
          <Links links={links} />
        </ul>
      </nav>
      <details className="sm:hidden">
        <summary className="absolute top-1 right-3 flex min-h-11 cursor-pointer items-center rounded border border-white/60 px-3 marker:content-none">
          Menu
          {waiting ? <Count of={waiting} /> : null}
        </summary>
        <nav aria-label="Main" className="border-white/25 border-t px-2 py-1">
          <ul>
            <Links links={links} />
          </ul>
        </nav>
        <div className="flex flex-col items-start border-white/25 border-t px-2 py-1">
          <Account personName={personName} signOut={signOut} />
        </div>
      </details>
    </header>
  );
}

export function Footer() {
  return (
    <footer className="no-print mx-auto max-w-6xl px-4 py-8 text-sm text-soft">
      <ul className="flex flex-wrap gap-x-6 gap-y-2 border-line border-t pt-4">
        <li>
          <a href="/help">Help</a>
        </li>
        <li>
          <a href="/accessibility">Accessibility</a>
        </li>
        <li>
          <a href="/privacy">Privacy</a>
        </li>
      </ul>
      <p className="mt-3">
        In an emergency call 999. Daybook is a record, not an emergency service.
      </p>
    </footer>
  );
}
