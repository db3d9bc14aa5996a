import { parseArgs } from "node:util";
import { natural, readFlags } from "../commandLine.js";
import { Random } from "../generate/Random.js";
import { fixtureCorpus, generatedCorpus, type Corpus } from "./corpora.js";
import { describeDifference } from "./describe.js";
import { explains, knownDifferences } from "./knownDifferences.js";
import { Baseline, type Outcome } from "./transform.js";
import { transformations } from "./transformations/index.js";

/** Places per program that a transformation changes at once. */
const most = 6;
const batch = 250;

interface Flags {
  readonly programs: number;
  readonly seed: number;
  readonly only: string;
  readonly show: number;
}

const usage = `usage: npm run evaluate:metamorphic -- [options]

  --programs N  how many generated programs, beside the fixtures (1000)
  --seed S      equal seeds give equal programs and places (1)
  --only PART   only transformations with this in their names
  --show K      how many differences of each transformation are shown (3)
  --help`;

function readOptions(args: readonly string[]): Flags | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      programs: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      only: { type: "string", default: "" },
      show: { type: "string", default: "3" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    programs: natural("programs", values.programs, 0),
    seed: natural("seed", values.seed, 0),
    only: values.only,
    show: natural("show", values.show, 0),
  };
}

/**
 * Changes programs in ways that cannot matter, and prints how often the checker's answer did change. `root` is the folder
 * of the package. Returns the exit code: 1 if it did.
 */
export function main(root: string, args: readonly string[]): number {
  const flags = readFlags(usage, () => readOptions(args));
  if ("exitCode" in flags) return flags.exitCode;
  const chosen = transformations.filter(({ name }) => name.includes(flags.only));
  const corpora: Corpus[] = [fixtureCorpus()];
  for (let done = 0; done < flags.programs; done += batch)
    corpora.push(generatedCorpus(root, flags.seed + done, Math.min(batch, flags.programs - done)));
  const totals = new Map<string, Outcome>();
  for (const corpus of corpora) {
    const baseline = new Baseline(corpus);
    for (const transformation of chosen) {
      const outcome = baseline.try(transformation, new Random(flags.seed), most);
      const key = `${corpus.name} ${transformation.name}`;
      totals.set(key, add(totals.get(key), outcome));
    }
  }
  const names = [...new Set(corpora.map(({ name }) => name))];
  const width = Math.max(...chosen.map(({ name }) => name.length));
  console.log(
    "".padEnd(width) + names.map((name) => `  ${name} programs, places, untyped, different`).join(""),
  );
  for (const { name } of chosen) {
    const cells = names.map((corpus) => {
      const {
        programs = 0,
        sites = 0,
        untyped = 0,
        differences = [],
      } = totals.get(`${corpus} ${name}`) ?? {};
      return [programs, sites, untyped, differences.length].map((it) => String(it).padStart(8)).join("");
    });
    console.log(name.padEnd(width) + cells.join("    "));
  }
  const all = [...totals.values()].flatMap((it) => it.differences);
  const known = knownDifferences.filter((it) => all.some((difference) => explains(it, difference)));
  for (const { transformation, program, reason } of known)
    console.log(`known: ${transformation}, ${program}: ${reason}`);
  const unmet = knownDifferences.filter(
    (it) => it.transformation.includes(flags.only) && !known.includes(it),
  );
  for (const { transformation, program } of unmet)
    console.log(`known, and not met at the places of this run: ${transformation}, ${program}`);
  const unknown = all.filter((it) => !knownDifferences.some((known) => explains(known, it)));
  for (const { name } of chosen)
    for (const it of unknown
      .filter(({ transformation }) => transformation.name === name)
      .slice(0, flags.show))
      console.log(describeDifference(it));
  return unknown.length > 0 ? 1 : 0;
}

function add(before: Outcome | undefined, outcome: Outcome): Outcome {
  if (before === undefined) return outcome;
  return {
    ...outcome,
    programs: before.programs + outcome.programs,
    sites: before.sites + outcome.sites,
    untyped: before.untyped + outcome.untyped,
    differences: [...before.differences, ...outcome.differences],
  };
}
