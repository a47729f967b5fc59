import { connection } from "next/server";
import { Bare } from "@/components/ui/bare";

export const metadata = { title: "Page not found - Daybook" };

/** Absent and forbidden look the same. Dynamic, so that the nonce reaches its scripts. */
export default async function NotFound() {
  await connection();
  return (
    <Bare>
      <h1>Page not found</h1>
      <p>
        If you typed the address, check it is right. If you followed a link, what it led to may have
        moved.
      </p>
      <p>
        <a href="/">Go to my reports</a>
      </p>
    </Bare>
  );
}
