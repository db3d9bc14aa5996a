import type ts from "typescript";

/** tsc's own errors in tsc's own words, paths relative to the current directory. */
export function formatTscDiagnostics(typescript: typeof ts, diagnostics: readonly ts.Diagnostic[]): string {
  return typescript
    .formatDiagnostics(typescript.sortAndDeduplicateDiagnostics(diagnostics), {
      getCurrentDirectory: () => typescript.sys.getCurrentDirectory(),
      getCanonicalFileName: (name) => name,
      getNewLine: () => "\n",
    })
    .trimEnd();
}
