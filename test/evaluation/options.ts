import { parseArgs } from "node:util";
import { natural } from "./commandLine.js";
import { constructs, isConstruct, type Construct } from "./language/constructs.js";

export interface Options {
  readonly programs: number;
  readonly seed: number;
  /** How many disagreements of each kind are shrunk and shown. */
  readonly shrink: number;
  readonly workers: number;
  readonly constructs: readonly Construct[];
  /** One program in so many is put to rustc and run, too; null: none. */
  readonly further: number | null;
}

export const usage = `usage: npm run evaluate -- [options]

  --programs N      how many programs (100000)
  --seed S          equal seeds give equal programs (1)
  --construct NAME  only programs with this construct; may be given more than once
  --shrink K        how many disagreements of each kind are shrunk and shown (3)
  --workers W       how many processes share the work (2)
  --every K         one program in K is put to rustc and run, too (20)
  --exact-only      none is
  --help

constructs: ${constructs.join(", ")}`;

/** Throws on what is no option. */
export function readOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      programs: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      shrink: { type: "string", default: "3" },
      workers: { type: "string", default: "2" },
      construct: { type: "string", multiple: true, default: [] },
      every: { type: "string", default: "20" },
      "exact-only": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const unknown = values.construct.filter((name) => !isConstruct(name));
  if (unknown.length > 0) throw new Error(`no such construct: ${unknown.join(", ")}`);
  return {
    programs: natural("programs", values.programs, 1),
    seed: natural("seed", values.seed, 0),
    shrink: natural("shrink", values.shrink, 0),
    workers: natural("workers", values.workers, 1),
    constructs: values.construct.filter(isConstruct),
    further: values["exact-only"] ? null : natural("every", values.every, 1),
  };
}
