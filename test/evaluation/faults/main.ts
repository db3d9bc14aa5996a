import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { natural, readFlags } from "../commandLine.js";
import { chosen, measureTeeth, serve, type Teeth } from "./teeth.js";

interface Flags {
  readonly programs: number;
  readonly seed: number;
  readonly only: string;
}

const usage = `usage: npm run evaluate:teeth -- [options]

  --programs N  how many generated programs a fault may survive (20000)
  --seed S      equal seeds give equal programs (1)
  --only PARTS  only faults with one of these, as one|other, in their names
  --help`;

function readOptions(args: readonly string[]): Flags | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      programs: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
      only: { type: "string", default: "" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    programs: natural("programs", values.programs, 1),
    seed: natural("seed", values.seed, 0),
    only: values.only,
  };
}

/**
 * Plants each fault in turn and prints what caught it. `root` is the folder of the package. Returns the exit code: 1 if a
 * fault survives, or the checker itself is wrong somewhere.
 */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const flags = readFlags(usage, () => readOptions(args));
  if ("exitCode" in flags) return flags.exitCode;
  const self = fileURLToPath(import.meta.url);
  const started = performance.now();
  const teeth = await measureTeeth(root, self, { limit: flags.programs, ...flags });
  console.log(table(teeth, flags.only));
  const survivors = chosen(flags.only).length - teeth.caught.size;
  const { missed, falseAlarms } = teeth.unmutated;
  console.log(
    `seed ${flags.seed}, ${((performance.now() - started) / 1000).toFixed(0)} s, ${survivors} survivors`,
  );
  return survivors + missed + falseAlarms > 0 ? 1 : 0;
}

function table({ caught, unmutated, programs, handwritten }: Teeth, only: string): string {
  const rows = chosen(only).map((fault): readonly string[] => {
    const found = caught.get(fault);
    if (found === undefined) {
      const tried = fault.by === "generated" ? programs : handwritten;
      return [fault.name, fault.rule, String(tried), "SURVIVES", fault.by];
    }
    const kind = found.kind === "missed" ? "missed" : "false";
    return [fault.name, fault.rule, String(found.programs), kind, found.name ?? "generated"];
  });
  const { missed, falseAlarms } = unmutated;
  const last = ["unmutated", "", String(unmutated.programs), `${missed} missed, ${falseAlarms} false`, ""];
  const all = [["fault", "rule", "programs", "as", "by"], ...rows, last];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map(([name = "", rule = "", count = "", kind = "", by = ""]) =>
      [
        name.padEnd(widths[0] ?? 0),
        rule.padEnd(widths[1] ?? 0),
        count.padStart(widths[2] ?? 0),
        kind.padEnd(widths[3] ?? 0),
        by,
      ].join("  "),
    )
    .join("\n");
}

// The same bundle is the program of the processes that do the work.
const [, , mode, root] = process.argv;
if (mode === "--worker" && root !== undefined) serve(root);
