"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { BundleVerdict } from "@/lib/ledger/check-bundle";
import { BundleResult } from "./bundle-result";

type Check = typeof import("@/lib/ledger/check-bundle").checkBundle;
type State =
  | { step: "waiting" }
  | { step: "reading"; part: number }
  | { step: "done"; verdict: BundleVerdict; name: string }
  | { step: "failed"; words: string };

const noKeys =
  "This browser cannot check Ed25519 signatures. Use a current Chrome, Edge, Firefox or Safari, or the verify.py in the bundle.";

/** Fails in a browser that is too old, before anything is said about a bundle. */
const tryKeys = () => crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);

const titleOf = (findings: number) =>
  findings === 0
    ? "Nothing wrong was found"
    : findings === 1
      ? "One thing is wrong"
      : `${findings} things are wrong`;

/**
 * Checks a bundle in this browser. All of the program is here before a file is chosen, so that from
 * then on nothing is asked of anybody: it works with the network unplugged.
 */
export function BundleCheck() {
  const check = useRef<Check>(undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  const [ready, setReady] = useState(false);
  const [file, setFile] = useState<File>();
  const [key, setKey] = useState("");
  const [state, setState] = useState<State>({ step: "waiting" });
  useEffect(() => {
    import("@/lib/ledger/check-bundle").then(
      (m) => {
        check.current = m.checkBundle;
        setReady(true);
      },
      () => setState({ step: "failed", words: "The page did not load whole. Load it again." }),
    );
  }, []);
  useEffect(() => {
    if (state.step === "done") heading.current?.focus();
  }, [state]);

  async function run(): Promise<void> {
    if (!file || !check.current) return;
    setState({ step: "reading", part: 0 });
    let shown = 0;
    const next = await tryKeys()
      .then(
        () =>
          check.current?.(file, key, (part) => {
            if (part - shown < 0.01) return;
            shown = part;
            setState({ step: "reading", part });
          }),
        () => noKeys,
      )
      .catch(() => "The file could not be read. Choose it again.");
    if (typeof next === "object") setState({ step: "done", verdict: next, name: file.name });
    else setState({ step: "failed", words: next ?? noKeys });
  }
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <div className="mb-4">
          <label className="mb-1 block font-semibold" htmlFor="bundle">
            The bundle (a ZIP file)
          </label>
          <input
            accept=".zip,application/zip"
            className="field-box"
            id="bundle"
            onChange={(event) => setFile(event.target.files?.[0])}
            required
            type="file"
          />
        </div>
        <div className="mb-4">
          <label className="mb-1 block font-semibold" htmlFor="key">
            The school's key or its fingerprint (if you have it)
          </label>
          <p className="mb-1 text-soft" id="key-hint">
            Ask the school for it by telephone or letter: one that comes with the bundle proves
            nothing.
          </p>
          <input
            aria-describedby="key-hint"
            autoComplete="off"
            className="field-box"
            id="key"
            onChange={(event) => setKey(event.target.value)}
            spellCheck={false}
            value={key}
          />
        </div>
        <Button disabled={!ready || state.step === "reading"}>Check bundle</Button>
      </form>
      <div aria-live="polite" className="mt-6">
        {state.step === "reading" ? (
          <p>
            <progress aria-label="Read so far" className="mr-3 align-middle" value={state.part} />
            Reading: {Math.floor(state.part * 10) * 10} %
          </p>
        ) : null}
        {state.step === "failed" ? <p className="text-danger">{state.words}</p> : null}
      </div>
      {state.step === "done" ? (
        <section className="mt-6">
          <h2 className="mb-3" ref={heading} tabIndex={-1}>
            {titleOf(state.verdict.findings.length)}
          </h2>
          <BundleResult keyGiven={key.trim() !== ""} name={state.name} verdict={state.verdict} />
        </section>
      ) : null}
    </>
  );
}
