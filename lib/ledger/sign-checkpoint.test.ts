import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashLeaf } from "./grow-tree";
import { openCheckpoint, signCheckpoint, verifierKey } from "./sign-checkpoint";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const other = generateKeyPairSync("ed25519").privateKey;
const checkpoint = { origin: "elm.example/daybook", size: 3, root: hashLeaf("x") };
const note = signCheckpoint(checkpoint, privateKey);

/** A public key from the 32 bytes after the algorithm's in a published verifier key. */
function published(line: string) {
  const raw = Buffer.from(line.slice(line.lastIndexOf("+A") + 1), "base64").subarray(1);
  return createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") },
    format: "jwk",
  });
}

describe("a signed head", () => {
  test.each([
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  ])("names its key as others do: %s", (line) => {
    expect(verifierKey(line.slice(0, line.indexOf("+")), published(line))).toBe(line);
  });

  test("is three lines, a blank one and a signature line", () => {
    const [origin, size, root, blank, signature, end] = note.split("\n");
    expect([origin, size, blank, end]).toEqual(["elm.example/daybook", "3", "", ""]);
    expect(root).toBe(hashLeaf("x").toString("base64"));
    expect(signature).toMatch(/^— elm\.example\/daybook [A-Za-z0-9+/]{91}=$/);
    const id = Buffer.from(signature?.split(" ")[2] ?? "", "base64").subarray(0, 4);
    expect(verifierKey("elm.example/daybook", publicKey)).toContain(`+${id.toString("hex")}+`);
  });

  test("opens with its key, public or private, and with no other", () => {
    expect(openCheckpoint(note, publicKey)).toEqual({ ...checkpoint, root: hashLeaf("x") });
    expect(openCheckpoint(note, privateKey)?.size).toBe(3);
    expect(openCheckpoint(note, other)).toBeNull();
  });

  test("does not open when a single character of it was changed", () => {
    for (let i = 0; i < note.length - 3; i++) {
      const edited = `${note.slice(0, i)}${note[i] === "A" ? "B" : "A"}${note.slice(i + 1)}`;
      expect(openCheckpoint(edited, publicKey), `character ${i}`).toBeNull();
    }
  });

  test("may be signed by others as well, but not wrongly by us", () => {
    const line = (text: string) => text.slice(text.indexOf("— "));
    const theirs = line(signCheckpoint(checkpoint, other));
    expect(openCheckpoint(note.replace("— ", `${theirs}— `), publicKey)?.size).toBe(3);
    const wrong = line(signCheckpoint({ ...checkpoint, size: 4 }, privateKey));
    expect(openCheckpoint(note.replace("— ", `${wrong}— `), publicKey)).toBeNull();
  });

  test("has an origin that others can name", () => {
    expect(() => signCheckpoint({ ...checkpoint, origin: "Elm Primary" }, privateKey)).toThrow();
  });
});
