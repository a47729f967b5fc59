import { expect, test } from "vitest";
import { makeEmail } from "../../e2e/files/make-messages";
import { readEmail, wordsOfHtml } from "./read-email";

test("headers are kept whole and in order, and read in words", async () => {
  const { reading } = await readEmail(makeEmail([{ type: "text/plain", bytes: "Hello" }]));
  expect(reading.headers.map((header) => header.name)).toEqual([
    "Received",
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
  ]);
  expect(reading.headers[0]?.line).toMatch(/^Received: from mail\.example .*by mx\.school/s);
  expect(reading.headers[3]).toMatchObject({ value: "About Year 4 – again" });
  expect(reading).toMatchObject({ body: "Hello", bodyFrom: "plain" });
});

test("a formatted body is its words alone, and its addresses are words", async () => {
  const html = `<style>p{}</style><p>Dear &amp; <a href="https://a.example/x">click</a></p>
    <script>alert(1)</script><img src="https://a.example/pixel.gif"><p>two&#33;</p><scr<script>ipt>`;
  const { reading } = await readEmail(makeEmail([{ type: "text/html", bytes: html }]));
  expect(reading).toMatchObject({ body: "Dear & click\n\ntwo!", bodyFrom: "html" });
  expect(wordsOfHtml("a<!-- never closed <b>")).toBe("a");
  expect(wordsOfHtml("<".repeat(200_000))).toBe("");
});

test("attachments come out by their names, and an e-mail in it as one of them", async () => {
  const inner = makeEmail([{ type: "text/plain", bytes: "inner words" }]);
  const { reading, attachments } = await readEmail(
    makeEmail([
      { type: "text/plain", bytes: "outer" },
      { type: "message/rfc822", name: "sent on.eml", bytes: inner },
      { type: "image/png", name: "a.png", bytes: "not read here" },
    ]),
  );
  expect(attachments.map(({ name, content }) => [name, content.length])).toEqual([
    ["sent on.eml", inner.length],
    ["a.png", 13],
  ]);
  expect(reading.body).toBe("outer");
});
