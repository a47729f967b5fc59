import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Written by `npm test` at the root of the source, and laid beside a build of that same source. */
export const testReport = "test-report.json";

const report = z.object({
  /** The source that was tested: the name that a build of it goes by. */
  build: z.string(),
  endedAt: z.string(),
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  seconds: z.number().int(),
  node: z.string(),
  platform: z.string(),
});
export type TestReport = z.output<typeof report>;

/** What the tests said of this build, or in words that nothing of it is known. */
export function readTestReport(
  folder: string,
  build: string,
): ({ recorded: true } & TestReport) | { recorded: false; words: string } {
  const none = (words: string) => ({ recorded: false as const, words });
  let text: string;
  try {
    text = readFileSync(join(folder, testReport), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return none("Not recorded: no run of the tests is known of this build");
  }
  const parsed = z
    .string()
    .transform((said, context) => {
      try {
        return JSON.parse(said) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "not JSON" });
        return z.NEVER;
      }
    })
    .pipe(report)
    .safeParse(text);
  if (!parsed.success) return none("Not recorded: the report of the tests cannot be read");
  if (parsed.data.build !== build)
    return none("Not recorded: the last report is of another state of the program");
  return { recorded: true, ...parsed.data };
}
