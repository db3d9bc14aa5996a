import path from "node:path";
import ts from "typescript";

/** What the packages are compiled under: each its own way, so the loosest options that all of them can stand. */
export function optionsFor(root: string, folder: string): ts.CompilerOptions {
  return {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    useUnknownInCatchVariables: false,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [path.join(folder, "..", "node_modules", "@types")],
    paths: { "affine-budget": [path.join(root, "runtime/index.ts")] },
  };
}

/** Every diagnostic of `tsc --noEmit`, in the order in which it asks for them. */
export function diagnosticsOf(program: ts.Program): readonly ts.Diagnostic[] {
  return [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ];
}
