import { chosen, measureTeeth, serve, type Teeth } from "./teeth.js";

/**
 * Plants each fault in turn and prints what caught it. `self` is the bundle that holds this, `root` the folder of the
 * package. Returns the exit code: 1 if a fault survives, or the checker itself is wrong somewhere.
 */
export async function main(self: string, root: string, args: readonly string[]): Promise<number> {
  const flags = { programs: 20_000, seed: 1, only: "" };
  for (let index = 0; index < args.length; index += 2) {
    const value = args[index + 1] ?? "";
    switch (args[index]) {
      case "--programs":
        flags.programs = Number(value);
        break;
      case "--seed":
        flags.seed = Number(value);
        break;
      case "--only":
        flags.only = value;
        break;
      default:
        console.error(
          "usage: node test/evaluation/teeth.js [--programs N] [--seed S] [--only PARTS|OF|NAMES]",
        );
        return 2;
    }
  }
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
