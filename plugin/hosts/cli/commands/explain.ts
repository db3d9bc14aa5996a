import { rules, type Rule } from "../../../core/catalogue/index.js";
import { rulePage } from "../../../core/report/rulePage.js";
import { nearestName } from "../../../options/nearestName.js";
import { CannotRun } from "../CannotRun.js";
import { exitCodes } from "../exitCodes.js";
import { paintMarkdown } from "../output/paintMarkdown.js";
import { paintFor } from "../output/style.js";
import { parseFlags } from "../parseFlags.js";
import type { Command } from "./Command.js";

const flags = { help: { type: "boolean", short: "h" }, "no-color": { type: "boolean" } } as const;

export const explain: Command = {
  name: "explain",
  synopsis: "explain [rule or code]",
  summary: "explain a rule, or list them all",
  help: `Usage: affine-budget explain [<rule> | <code>]

Shows what a rule means, why it holds, and how to mend code that breaks it, with examples. A rule
goes by its name (double-spend) or its code (71002). Without one, lists all rules.

Options:
      --no-color   no colours
  -h, --help       this text
`,
  run(args, terminal) {
    const { positionals } = parseFlags("explain", args, flags, 1);
    const paint = paintFor(terminal.colours);
    const [asked] = positionals;
    if (asked === undefined) {
      const width = Math.max(...rules.map(({ name }) => name.length));
      for (const { code, name, summary } of rules) {
        terminal.out(`${paint.gutter(String(code))}  ${paint.strong(name.padEnd(width))}  ${summary}\n`);
      }
      return exitCodes.clean;
    }
    terminal.out(paintMarkdown(rulePage(ruleAsked(asked)), paint));
    return exitCodes.clean;
  },
};

/** By name or code, also as reports write them: `[double-spend]`, `error[double-spend]`, `TS71002`. */
function ruleAsked(asked: string): Rule {
  const name = (/\[([\w-]+)\]$/.exec(asked)?.[1] ?? asked).toLowerCase();
  const code = Number(name.replace(/^ts/, ""));
  const rule = rules.find((candidate) => candidate.name === name || candidate.code === code);
  if (rule !== undefined) return rule;
  const nearest = nearestName(
    name,
    rules.map((candidate) => candidate.name),
  );
  const hint = nearest === null ? "" : `; did you mean "${nearest}"?`;
  throw new CannotRun(`unknown rule "${asked}"${hint}\n\`affine-budget explain\` lists them.`);
}
