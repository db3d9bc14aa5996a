import type ts from "typescript";
import type { FileReports } from "./FileReports.js";

const armed = Symbol.for("affine-budget.checker");

interface InternalChecker extends ts.TypeChecker {
  /** Without a file: of all files. With nodes (since 5.6): only what lies in them, of that file. */
  getDiagnostics?(
    file?: ts.SourceFile,
    cancellationToken?: ts.CancellationToken,
    nodes?: readonly ts.Node[],
  ): ts.Diagnostic[];
  [armed]?: true;
}

/**
 * Appends our reports to what the type checker finds in a file. Below this point they are tsc's own: suppression
 * comments apply, `skipLibCheck` and `noCheck` too, builders store them and report them again.
 */
export function armChecker(program: ts.Program, reports: () => FileReports): void {
  const checker: InternalChecker = program.getTypeChecker();
  if (checker[armed]) return;
  const original = checker.getDiagnostics?.bind(checker);
  if (original === undefined) throw new Error("this version of TypeScript has no `checker.getDiagnostics`");
  checker[armed] = true;

  checker.getDiagnostics = (file, cancellationToken, nodes) => {
    const found = original(file, cancellationToken, nodes);
    cancellationToken?.throwIfCancellationRequested();
    const files = file === undefined ? program.getSourceFiles() : [file];
    const ours = files.flatMap((each) => reports().problems(program, each));
    const wanted = nodes === undefined ? ours : ours.filter((diagnostic) => liesIn(nodes, diagnostic));
    // The checker hands out arrays of its own: never push onto them.
    return wanted.length === 0 ? found : [...found, ...wanted];
  };
}

function liesIn(nodes: readonly ts.Node[], { start }: ts.Diagnostic): boolean {
  return start !== undefined && nodes.some((node) => node.pos <= start && start < node.end);
}
