import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

const files = globSync("{app,components,lib,db,scripts,e2e,bench}/**/*.{ts,tsx}")
  .concat(["worker.ts", "proxy.ts", "instrumentation.ts", "next.config.ts"])
  .map((file) => normalize(file));
const source = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

/** Files one imports, as paths of ours; packages are left out. */
function importsOf(file: string): { path: string; typeOnly: boolean }[] {
  const found: { path: string; typeOnly: boolean }[] = [];
  for (const match of (source.get(file) ?? "").matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s+)?[^;'"]*?from\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g,
  )) {
    const spec = match[3] ?? match[4] ?? "";
    const path = spec.startsWith("@/")
      ? spec.slice(2)
      : spec.startsWith(".")
        ? join(dirname(file), spec)
        : null;
    if (path === null) continue;
    const real = [path, `${path}.ts`, `${path}.tsx`].find((candidate) =>
      source.has(normalize(candidate)),
    );
    if (real) found.push({ path: normalize(real), typeOnly: match[2] !== undefined });
  }
  return found;
}

/** Inside lib, imports go leftwards only. Equal names in one group do not import each other. */
const ranks = [
  ["errors", "env", "dates", "csv"],
  ["access"],
  ["ledger", "jobs"],
  ["notifications", "clocks"],
  ["schools"],
  ["people"],
  ["policies", "registers"],
  ["evidence"],
  ["reports"],
  ["cases"],
  ["connections", "conflicts"],
  ["referrals"],
  ["governance", "retention", "requests"],
];
const domainOf = (file: string) => file.match(/^lib\/([^/.]+)/)?.[1] ?? null;
const rankOf = (domain: string) => ranks.findIndex((group) => group.includes(domain));
const isTest = (file: string) => /\.test\.tsx?$/.test(file);

describe("the house", () => {
  test("no file of ours imports itself round a corner", () => {
    const state = new Map<string, "open" | "done">();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === "done") return;
      if (state.get(file) === "open") {
        cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
        return;
      }
      state.set(file, "open");
      for (const { path: next, typeOnly } of importsOf(file))
        if (!typeOnly) visit(next, [...path, file]);
      state.set(file, "done");
    };
    for (const file of files) visit(file, []);
    expect(cycles, "Move what both need to the one that is further left").toEqual([]);
  });

  test("inside lib, imports go leftwards", () => {
    const wrong = files
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        importsOf(file).flatMap(({ path, typeOnly }) => {
          const [from, to] = [domainOf(file), domainOf(path)];
          if (!from || !to || from === to || typeOnly) return [];
          return rankOf(to) < rankOf(from) ? [] : [`${file} -> ${path}`];
        }),
      );
    expect(
      wrong,
      "A domain knows only those to its left: turn the call round, or pass in what is needed",
    ).toEqual([]);
  });

  test("traffic is one way: app, components, lib, db", () => {
    const layers = ["app", "components", "lib", "db"];
    const wrong = files
      .filter((file) => !isTest(file) && layers.includes(file.split("/")[0] ?? ""))
      .flatMap((file) =>
        importsOf(file).flatMap(({ path, typeOnly }) => {
          const [from, to] = [
            layers.indexOf(file.split("/")[0] ?? ""),
            layers.indexOf(path.split("/")[0] ?? ""),
          ];
          // A seed and the test helpers arrange things with the product's own verbs.
          if (typeOnly || to < 0 || to >= from || /^db\/(seed|testing|scope)/.test(file)) return [];
          return [`${file} -> ${path}`];
        }),
      );
    expect(wrong, "A lower layer must not know the ones above it").toEqual([]);
  });

  test("pages fetch and compose: no SQL and no table in app or components", () => {
    const wrong = files
      .filter((file) => /^(app|components)\//.test(file))
      .filter((file) => {
        const text = source.get(file) ?? "";
        if (/from "(drizzle-orm|postgres|@\/db\/schema)/.test(text)) return true;
        // A route handler opens the scope itself; a page does so through runAs.
        return /from "@\/db\//.test(text) && !/\/route\.ts$/.test(file);
      });
    expect(wrong, "Put the query in lib/<domain>/queries.ts and call it through runAs").toEqual([]);
  });

  const vocabulary =
    /^(schema|types|permissions|transitions|labels|queries|actions|jobs|emails|export|[a-z]+(-[a-z]+)+)(\.test)?\.tsx?$/;
  test("a file in lib is one of the vocabulary or a verb and a noun, and exports the verb", () => {
    const fixed =
      /^(schema|types|permissions|transitions|labels|queries|actions|jobs|emails|export)\./;
    const wrong = files
      .filter((file) => file.startsWith("lib/") && file.split("/").length > 2)
      .filter((file) => {
        const name = file.split("/").slice(2).join("/");
        if (!vocabulary.test(name)) return true;
        if (fixed.test(name) || isTest(file)) return false;
        const verb = name
          .replace(/\.tsx?$/, "")
          .replace(/-(.)/g, (_, c: string) => c.toUpperCase());
        return (
          !/export (async )?(function|const) \w*/.test(source.get(file) ?? "") || verb.length < 4
        );
      });
    expect(wrong, "Name the file after what it does: refer-case, not utils").toEqual([]);
  });

  test("functions of date-fns are taken one by one", () => {
    // Node reads its long package.json again for each of its 300 files: two seconds a process.
    const whole = files.filter((file) => /from "date-fns["]/.test(source.get(file) ?? ""));
    expect(whole).toEqual([]);
  });

  test("no file is longer than 300 lines", () => {
    const long = files
      .filter((file) => !isTest(file))
      .map((file) => [file, (source.get(file) ?? "").split("\n").length] as const)
      .filter(([, lines]) => lines > 301);
    expect(long, "Take a part with a name of its own out of it").toEqual([]);
  });

  test("no barrel, no junk drawer, no default export outside the framework's own files", () => {
    const drawers = files.filter((file) => /\/(index|utils|helpers|misc|common)\.tsx?$/.test(file));
    expect(drawers).toEqual([]);
    const special =
      /(^|\/)(page|layout|not-found|error|global-error|loading|template)\.tsx$|^app\/manifest\.ts$|config\.ts$|^db\/test-server\.ts$/;
    const defaults = files.filter(
      (file) => !special.test(file) && /\nexport default /.test(source.get(file) ?? ""),
    );
    expect(defaults, "Named exports only").toEqual([]);
  });
});
