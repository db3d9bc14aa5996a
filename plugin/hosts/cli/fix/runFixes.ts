import path from "node:path";
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";
import type { OnFile } from "../check/checkProgram.js";
import type { CheckResult } from "../check/CheckResult.js";
import type { Projects } from "../compilers/Projects.js";
import type { Terminal } from "../Terminal.js";
import { fixProjects, type Fixed } from "./fixProjects.js";
import { writeFixed, type Refusal } from "./writeFixed.js";

/** Mends what is certainly meant, says on standard error what it did, and returns what is still to be reported. */
export function fixAndWrite(projects: Projects, onFile: OnFile, terminal: Terminal): CheckResult {
  const { files, left } = fixProjects(projects.edited(onFile));
  const refused: string[] = [];
  for (const [name, fixed] of files) {
    const refusal = writeFixed(name, fixed);
    if (refusal === null) terminal.err(`fixed ${relative(terminal, name)}: ${namesOf(fixed)}\n`);
    else {
      refused.push(name);
      terminal.err(`not fixed ${relative(terminal, name)}: ${reasonOf(refusal)}\n`);
    }
  }
  // What was not written is reported as it stands on the disk.
  return refused.length === 0 ? left : projects.check(onFile);
}

/** Prints on standard output what `--fix` would change, and returns what is reported as long as nothing is changed. */
export function printFixes(projects: Projects, onFile: OnFile, terminal: Terminal): CheckResult {
  const { files, first } = fixProjects(projects.edited(onFile));
  for (const [name, { before, after }] of files) {
    const shown = relative(terminal, name);
    const patch = structuredPatch(`a/${shown}`, `b/${shown}`, before, after, undefined, undefined, {
      context: 3,
    });
    terminal.out(formatPatch(patch, FILE_HEADERS_ONLY));
  }
  for (const [name, fixed] of files)
    terminal.err(`would fix ${relative(terminal, name)}: ${namesOf(fixed)}\n`);
  if (files.size === 0) terminal.err("nothing to fix\n");
  return first;
}

function namesOf({ fixes }: Fixed): string {
  const counts = new Map<string, number>();
  for (const fix of fixes) counts.set(fix, (counts.get(fix) ?? 0) + 1);
  return [...counts].map(([fix, count]) => (count === 1 ? fix : `${fix} (${count})`)).join(", ");
}

function reasonOf(refusal: NonNullable<Refusal>): string {
  switch (refusal) {
    case "changed-meanwhile":
      return "it has changed since it was checked; run the command again";
    case "not-utf-8":
      return "it is not encoded in UTF-8";
  }
}

function relative({ cwd }: Terminal, name: string): string {
  return path.relative(cwd, name).replaceAll(path.sep, "/");
}
