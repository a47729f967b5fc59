import { existsSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import { z } from "zod";
import { readPack, readPacks } from "@/lib/policies/read-pack";
import {
  kinds,
  nations,
  phases,
  type SchoolPlan,
  schoolSchema,
  termSchema,
  urnOf,
} from "@/lib/schools/schema";

const shape = schoolSchema.shape;
type Ask = (question: string, schema: z.ZodType, usual?: string) => Promise<string>;

/** Asks until the answer does; an end of the input is an end of the setup, with nothing written. */
function asker(lines: Interface): Ask {
  // The iterator keeps lines that arrive before they are asked for.
  const answers = lines[Symbol.asyncIterator]();
  return async (question, schema, usual) => {
    for (;;) {
      lines.setPrompt(usual ? `${question} [${usual}] ` : `${question} `);
      lines.prompt();
      const { value, done } = await answers.next();
      if (done) throw new Error("The answers ended before the last question");
      const typed = value.trim() || (usual ?? "");
      const parsed = schema.safeParse(typed);
      if (parsed.success) return typed;
      console.log(`  ${parsed.error.issues[0]?.message}`);
    }
  };
}

/** The three terms of the school year that `today` is in or comes before. */
function termNames(today: Date): string[] {
  const year = today.getUTCFullYear() - (today.getUTCMonth() < 6 ? 1 : 0);
  return [`Autumn ${year}`, `Spring ${year + 1}`, `Summer ${year + 1}`];
}

async function askTerms(ask: Ask, today: Date): Promise<SchoolPlan["terms"]> {
  const terms: SchoolPlan["terms"] = [];
  const { startsOn, endsOn } = termSchema.shape;
  console.log("\nTerm dates decide when school-day clocks run. Write days as 2026-09-02.");
  for (const name of termNames(today)) {
    const ended = terms.at(-1)?.endsOn ?? "";
    const first = await ask(
      `${name}, first day?`,
      startsOn.refine((day) => day > ended, "A term begins after the one before has ended"),
    );
    const last = await ask(
      `${name}, last day?`,
      endsOn.refine((day) => day > first, "A term's last day must come after its first"),
    );
    terms.push({ name, startsOn: first, endsOn: last });
  }
  return terms;
}

/** A school, question by question; what is wrong with the whole of it is said at the end. */
export async function askSchool(today: Date): Promise<{ answers: unknown; staffFile: string }> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const ask = asker(lines);
  try {
    const trust = await ask("Trust the school belongs to (leave empty if none)?", shape.trust);
    const name = await ask("School's name?", shape.name);
    const nation = await ask(`Nation (${nations.join(", ")})?`, shape.nation, "england");
    const urn = await ask("Unique reference number (URN)?", urnOf(nation));
    const phase = await ask(`Phase (${phases.join(", ")})?`, shape.phase, "primary");
    const kind = await ask(`Kind (${kinds.join(", ")})?`, shape.kind, "academy");
    const pupilsOnRoll = await ask("Pupils on roll?", shape.pupilsOnRoll);
    const opensAt = await ask("The school day begins at?", shape.opensAt, "08:30");
    const closesAt = await ask(
      "and ends at?",
      shape.closesAt.refine((time) => time > opensAt, "The school must close later than it opens"),
      "16:30",
    );
    const timeZone = await ask("Time zone?", shape.timeZone, "Europe/London");
    const safeguardingPhone = await ask(
      "Number to ring at school about a child at risk?",
      shape.safeguardingPhone,
    );
    const outOfHours = await ask(
      "Whom to ring outside school hours, with the number (your council's duty team)?",
      shape.outOfHours,
    );
    const terms = await askTerms(ask, today);
    console.log("\nThe first administrator invites others and reads no report.");
    const { name: adminName, email } = shape.administrator.shape;
    const administrator = {
      name: await ask("Administrator's full name?", adminName),
      email: await ask("Administrator's e-mail address?", email),
    };
    const staffFile = await ask(
      "Staff list as CSV: path (leave empty to add people later)?",
      z.string().refine((path) => !path || existsSync(path), "There is no such file"),
    );
    console.log(
      "\nA policy to start from. It is a draft until somebody at the school publishes it.",
    );
    for (const pack of readPacks()) console.log(`  ${pack.code}: ${pack.title}. ${pack.about}`);
    const policy = await ask(
      "Its code (leave empty for none: the national default applies)?",
      z.string().refine((code) => !code || readPack(code), "There is no such policy"),
    );
    const school = { trust, name, nation, urn, phase, kind, pupilsOnRoll, opensAt, closesAt };
    return {
      answers: { ...school, policy, timeZone, safeguardingPhone, outOfHours, terms, administrator },
      staffFile,
    };
  } finally {
    lines.close();
  }
}
