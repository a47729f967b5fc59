import { connection } from "next/server";
import type { ReactNode } from "react";
import { Footer } from "@/components/ui/top-bar";

export default async function PublicLayout({ children }: { children: ReactNode }) {
  await connection();
  return (
    <>
      <header className="bg-accent-dark text-white">
        <div className="mx-auto flex max-w-6xl items-center px-4 py-1">
          <a className="flex min-h-11 items-center font-bold text-lg text-white" href="/">
            Daybook
          </a>
        </div>
      </header>
      {children}
      <Footer />
    </>
  );
}
