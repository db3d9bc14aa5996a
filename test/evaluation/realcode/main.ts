import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { natural, readFlags } from "../commandLine.js";
import type { Cost, Measurement } from "./Measurement.js";
import { labelTable, readLabels } from "./labels.js";
import { modes, type Mode } from "./modes.js";
import { keyOf, packages, type RealPackage } from "./packages.js";
import { sampleByRule, type PackageReport } from "./sample.js";
import { SourceTree } from "./SourceTree.js";

const usage =
  `usage: npm run evaluate:realcode -- [--packages name,name] [--modes ${modes.join(",")}]` +
  ` [--sample size] [--seed seed]`;

/** A hang is a finding, not a reason to wait for ever. */
const timeout = 30 * 60_000;

/**
 * Installs the packages, runs each in each mode, one process at a time, prints what they show. `root` is the folder of
 * this project. Returns the exit code: 1 if the checker failed anywhere, or reported something where nothing is affine.
 */
export function main(root: string, args: readonly string[]): number {
  const flags = readFlags(usage, () => readOptions(args));
  if ("exitCode" in flags) return flags.exitCode;
  const results = path.join(root, ".tmp", "evaluate-realcode", "results");
  const stoodIn: PackageReport[] = [];
  mkdirSync(results, { recursive: true });
  let failures = 0;
  for (const subject of flags.packages) {
    new SourceTree(subject).install();
    for (const mode of flags.modes) {
      const measurement = run(root, subject, mode);
      if (measurement === null) {
        failures++;
        continue;
      }
      const file = `${keyOf(subject).replaceAll("/", "+")}.${mode}.json`;
      writeFileSync(path.join(results, file), JSON.stringify(measurement, null, 1));
      console.log(describe(subject, mode, measurement));
      if (mode === "standIns") stoodIn.push(...reportsOf(subject, measurement));
      const unexpected = unexpectedIn(measurement);
      for (const each of unexpected.slice(0, 10)) console.log(`    ${each}`);
      failures += unexpected.length;
    }
  }
  if (flags.modes.includes("standIns")) {
    describeLabels(root, flags, stoodIn);
    const file = path.join(results, "..", "sample.json");
    writeFileSync(file, JSON.stringify(sampleByRule(stoodIn, flags.sample, flags.seed), null, 1));
    console.log(`\na sample of the reports, to be read: ${path.relative(root, file)}`);
  }
  return failures > 0 ? 1 : 0;
}

/** The verdicts on the reports that were read, and which of those are made no longer. */
function describeLabels(root: string, flags: Flags, reports: readonly PackageReport[]): void {
  const labels = readLabels(root);
  const rows = labelTable(labels).map((row) => row.join("  "));
  console.log(`\nread and judged:\n${rows.join("\n")}`);
  const made = new Set(reports.map((it) => `${it.package} ${it.file}:${it.line} ${it.rule}`));
  const run = new Set(flags.packages.map(keyOf));
  const gone = labels.labels.filter(
    (it) => run.has(it.package) && !made.has(`${it.package} ${it.file}:${it.line} ${it.rule}`),
  );
  for (const { package: name, file, line, rule, verdict } of gone)
    console.log(`no longer reported: ${name} ${file}:${line} ${rule} (${verdict})`);
}

function reportsOf(subject: RealPackage, { checks }: Measurement): readonly PackageReport[] {
  return checks.flatMap(({ reports }) => reports.map((report) => ({ ...report, package: keyOf(subject) })));
}

function run(root: string, subject: RealPackage, mode: Mode): Measurement | null {
  const worker = path.join(root, ".tmp", "evaluate-realcode", "worker.mjs");
  const args = ["--max-old-space-size=12288", "--enable-source-maps", worker, root, keyOf(subject), mode];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    timeout,
  });
  if (status === 0) return JSON.parse(stdout) as Measurement;
  console.log(`${keyOf(subject)} ${mode}: died of ${signal ?? `exit code ${String(status)}`}\n${stderr}`);
  return null;
}

/** Reports where nothing is affine, and errors inside the checker anywhere. */
function unexpectedIn({ reports, checks }: Measurement): readonly string[] {
  return [
    ...reports,
    ...checks.flatMap(({ check, reports }) =>
      reports
        .filter((report) => report.failure || check === "open")
        .map(({ file, line, rule, text }) => `${check} ${file}:${line} ${rule} ${text}`),
    ),
  ];
}

function describe(subject: RealPackage, mode: Mode, measurement: Measurement): string {
  const { files, lines, complaints, compiler, checks } = measurement;
  return [
    `${keyOf(subject)} ${mode}: ${files} files, ${lines} lines, ${complaints} complaints of tsc, ${cost(compiler)}`,
    ...checks.map(({ check, reports, slowest, ...rest }) => {
      const slow = slowest
        .slice(0, 2)
        .map((each) => `${each.file} (${each.lines} lines) ${each.seconds.toFixed(1)} s`);
      const rate = Math.round(lines / rest.cpu);
      return `    ${check}: ${reports.length} reports, ${cost(rest)}, ${rate} lines/s; ${slow.join("; ")}`;
    }),
  ].join("\n");
}

function cost({ cpu, peak }: Cost): string {
  return `${cpu.toFixed(1)} s, peak ${Math.round(peak / 2 ** 20)} MiB`;
}

interface Flags {
  readonly packages: readonly RealPackage[];
  readonly modes: readonly Mode[];
  /** How many reports of the run with stand-ins are chosen to be read. */
  readonly sample: number;
  readonly seed: number;
}

/** Throws on what is no flag. */
function readOptions(args: readonly string[]): Flags | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      packages: { type: "string" },
      modes: { type: "string" },
      sample: { type: "string", default: "60" },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const names = values.packages?.split(",");
  const wanted = values.modes?.split(",");
  const known = new Set<string>([...packages.map(({ name }) => name), ...modes]);
  const unknown = [...(names ?? []), ...(wanted ?? [])].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(", ")}`);
  return {
    packages: packages.filter(({ name }) => names?.includes(name) !== false),
    modes: modes.filter((mode) => wanted?.includes(mode) !== false),
    sample: natural("sample", values.sample, 1),
    seed: natural("seed", values.seed, 0),
  };
}
