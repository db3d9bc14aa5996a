import { writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { Finding } from "../../../plugin/core/findings.js";
import { armProgram } from "../../../plugin/hosts/typescript/armProgram.js";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { FileReports } from "../../../plugin/hosts/typescript/FileReports.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { diagnosticSource } from "../../../plugin/hosts/typescript/hostCodes.js";
import type { CheckRun, Measurement, Report } from "./Measurement.js";
import { checkIn, isMode, type CheckName, type Mode } from "./modes.js";
import { keyOf, packages } from "./packages.js";
import { diagnosticsOf, optionsFor } from "./program.js";
import { SourceTree } from "./SourceTree.js";
import { standInsFor } from "./standIns.js";

/** One package in one mode, in a process of its own: `worker.mjs <root> <package> <mode>` prints a {@link Measurement}. */
function work([root, key, mode]: readonly string[]): void {
  const subject = packages.find((each) => keyOf(each) === key);
  if (root === undefined || subject === undefined || mode === undefined || !isMode(mode)) {
    throw new Error(`no package ${String(key)} or mode ${String(mode)}`);
  }
  const tree = new SourceTree(subject);
  const roots = [...tree.files()];
  if (mode === "standIns") {
    const declarations = path.join(tree.folder, "stand-ins.d.ts");
    writeFileSync(declarations, standInsFor(subject.name));
    roots.push(declarations);
  }
  const program = ts.createProgram(roots, optionsFor(root, tree.folder));
  const measurement = measure(program, tree, mode);
  process.stdout.write(JSON.stringify(measurement));
}

const checksOf: Readonly<Record<Mode, readonly CheckName[]>> = {
  alone: ["open", "owned"],
  checked: [],
  standIns: ["standIns"],
};

function measure(program: ts.Program, tree: SourceTree, mode: Mode): Measurement {
  const files = program
    .getSourceFiles()
    .filter((file) => file.fileName.startsWith(tree.folder) && !file.isDeclarationFile);
  if (mode === "checked") {
    const reports = new FileReports(ts, checkSourceFile, defaultOptions);
    armProgram(program, () => reports);
  }
  const diagnostics = diagnosticsOf(program);
  const ours = diagnostics.filter(({ source }) => source === diagnosticSource);
  return {
    files: files.length,
    lines: files.reduce((sum, file) => sum + file.getLineStarts().length, 0),
    complaints: diagnostics.length - ours.length,
    someComplaints: diagnostics.slice(0, 8).map((each) => describeDiagnostic(tree, each)),
    compiler: { cpu: seconds(), peak: peak() },
    reports: ours.map((each) => describeDiagnostic(tree, each)),
    checks: checksOf[mode].map((name) => runCheck(name, program, tree, files)),
  };
}

function runCheck(
  name: CheckName,
  program: ts.Program,
  tree: SourceTree,
  files: readonly ts.SourceFile[],
): CheckRun {
  const start = seconds();
  const check = checkIn(name, program);
  const reports: Report[] = [];
  const perFile: { file: string; lines: number; seconds: number }[] = [];
  for (const file of files) {
    const relative = path.relative(tree.folder, file.fileName);
    const before = seconds();
    try {
      for (const finding of check(file)) reports.push(reportOf(relative, file, finding));
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      reports.push({ file: relative, line: 0, column: 0, rule: "crash", subject: "", failure: true, text });
    }
    perFile.push({ file: relative, lines: file.getLineStarts().length, seconds: seconds() - before });
  }
  const slowest = perFile.sort((a, b) => b.seconds - a.seconds).slice(0, 5);
  return { check: name, reports, slowest, cpu: seconds() - start, peak: peak() };
}

function reportOf(name: string, file: ts.SourceFile, finding: Finding): Report {
  const { line, character } = file.getLineAndCharacterOfPosition(finding.at.start);
  const construct = finding.rule === "unsupported" ? finding.construct : "";
  return {
    file: name,
    line: line + 1,
    column: character + 1,
    rule: finding.rule,
    subject: finding.subject,
    failure: construct.includes("the checker failed"),
    text: describe(file, finding),
  };
}

/** What a reader judges a report by: the finding without its spans, and the lines of what it points at. */
function describe(file: ts.SourceFile, finding: Finding): string {
  const { labels } = finding;
  const related = labels.map(({ at, ...label }) => {
    const line = at.file === file.fileName ? file.getLineAndCharacterOfPosition(at.start).line + 1 : at.file;
    return { line, ...label };
  });
  return JSON.stringify({ ...finding, at: undefined, labels: related });
}

function describeDiagnostic(tree: SourceTree, { file, start, code, messageText }: ts.Diagnostic): string {
  const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
  const where = file === undefined ? "" : `${path.relative(tree.folder, file.fileName)}:${line}`;
  return `${where} ${code}: ${ts.flattenDiagnosticMessageText(messageText, " ").slice(0, 300)}`;
}

function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** In bytes. */
function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}

work(process.argv.slice(2));
