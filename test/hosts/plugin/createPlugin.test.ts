import ts from "typescript";
import { describe, expect, it, vi } from "vitest";
import type { Finding } from "../../../plugin/core/findings.js";
import { createPlugin } from "../../../plugin/hosts/createPlugin.js";
import type { Check } from "../../../plugin/hosts/typescript/Check.js";
import { programOf } from "./programOf.js";

/** A check that finds each `spend` that stands in a file, and relates it to the beginning of `declaredIn`. */
function findsSpend(declaredIn?: string): Check {
  return (_ts, _program, _checker, file) =>
    [...file.text.matchAll(/\bspend\b/g)].map(({ index }): Finding => {
      const at = { file: file.fileName, start: index, end: index + "spend".length };
      const declaration = { file: declaredIn ?? file.fileName, start: 0, end: 1 };
      return {
        rule: "copy",
        at,
        subject: "b",
        labels: [{ kind: "declaration", at: declaration, place: "b" }],
        detail: null,
      };
    });
}

function transformed(check: Check, program: ts.Program, options: object = {}): ts.Program {
  const config = { transform: "affine-budget/plugin", transformProgram: true, ...options };
  return createPlugin(check)(program, undefined, config, { ts }) as ts.Program;
}

describe("as a program transformer", () => {
  it("works in place: build mode keeps the program that it created", () => {
    const program = programOf({ "/a.ts": "" });
    expect(transformed(findsSpend(), program)).toBe(program);
  });

  it("adds a finding to the file's own diagnostics, related places in other files included", () => {
    const program = programOf({ "/a.ts": "const x: string = 1; /* spend */", "/b.ts": "export {};" });
    transformed(findsSpend("/b.ts"), program);
    const diagnostics = program.getSemanticDiagnostics(program.getSourceFile("/a.ts"));
    expect(diagnostics.map(({ code, start, length }) => ({ code, start, length }))).toEqual([
      { code: 2322, start: 6, length: 1 },
      { code: 71020, start: 24, length: 5 },
    ]);
    expect(diagnostics[1]).toMatchObject({
      category: ts.DiagnosticCategory.Error,
      source: "affine-budget",
      messageText: expect.stringMatching(/ \[copy\]$/),
      relatedInformation: [
        { file: { fileName: "/b.ts" }, start: 0, length: 1, messageText: expect.any(String) },
      ],
    });
  });

  it("reports of all files when none is named, and of each only once", () => {
    const program = programOf({ "/a.ts": "// spend", "/b.ts": "// spend spend" });
    transformed(findsSpend(), program);
    expect(program.getSemanticDiagnostics().map(({ file }) => file?.fileName)).toEqual([
      "/a.ts",
      "/b.ts",
      "/b.ts",
    ]);
  });

  it("reports once if two copies of the plugin see the same program", () => {
    const program = programOf({ "/a.ts": "// spend" });
    transformed(findsSpend(), program);
    transformed(findsSpend(), program);
    expect(program.getSemanticDiagnostics()).toHaveLength(1);
  });

  it("analyses a file once per program, whoever asks", () => {
    const check = vi.fn(findsSpend());
    const program = programOf({ "/a.ts": "// spend" });
    transformed(check, program);
    program.getSemanticDiagnostics();
    program.getSemanticDiagnostics(program.getSourceFile("/a.ts"));
    expect(check).toHaveBeenCalledTimes(1);
  });

  it("checks what tsc checks: no declarations, JavaScript only under checkJs", () => {
    const files = {
      "/a.d.ts": "// spend",
      "/plain.js": "// spend",
      "/checked.js": "// @ts-check\n// spend",
    };
    const unchecked = programOf(files, { allowJs: true });
    transformed(findsSpend(), unchecked);
    expect(unchecked.getSemanticDiagnostics().map(({ file }) => file?.fileName)).toEqual(["/checked.js"]);
    const checked = programOf(files, { allowJs: true, checkJs: true });
    transformed(findsSpend(), checked);
    expect(checked.getSemanticDiagnostics().map(({ file }) => file?.fileName)).toEqual([
      "/checked.js",
      "/plain.js",
    ]);
  });

  it("reports only what lies in the nodes that an editor asks about first", () => {
    const program = programOf({ "/a.ts": "let spend: 1;\nlet b: 2; // spend" });
    transformed(findsSpend(), program);
    const file = program.getSourceFile("/a.ts");
    const first = file?.statements[0];
    // The third parameter is internal to the compiler, since TypeScript 5.6.
    const inNodes = program.getSemanticDiagnostics.bind(program) as (
      file: ts.SourceFile | undefined,
      cancellationToken: undefined,
      nodes: readonly (ts.Node | undefined)[],
    ) => readonly ts.Diagnostic[];
    expect(inNodes(file, undefined, [first]).map(({ start }) => start)).toEqual([4]);
    expect(program.getSemanticDiagnostics(file).map(({ start }) => start)).toEqual([4, 27]);
  });

  it("is silent in a file with @ts-nocheck", () => {
    const check = vi.fn(findsSpend());
    const program = programOf({ "/a.ts": "// @ts-nocheck\n// spend" });
    transformed(check, program);
    expect(program.getSemanticDiagnostics()).toEqual([]);
    expect(check).not.toHaveBeenCalled();
  });

  it("is silent under noCheck", () => {
    const check = vi.fn(findsSpend());
    const program = programOf({ "/a.ts": "// spend" }, { noCheck: true });
    transformed(check, program);
    expect(program.getSemanticDiagnostics()).toEqual([]);
    expect(check).not.toHaveBeenCalled();
  });

  it.each([
    { severity: "error", reported: [ts.DiagnosticCategory.Error] },
    { severity: "warning", reported: [ts.DiagnosticCategory.Warning] },
    // tsc would list it, and fail the build.
    { severity: "suggestion", reported: [] },
    { severity: "off", reported: [] },
  ])("reports a rule of severity $severity accordingly", ({ severity, reported }) => {
    const program = programOf({ "/a.ts": "// spend" });
    transformed(findsSpend(), program, { severity: { copy: severity } });
    expect(program.getSemanticDiagnostics().map(({ category }) => category)).toEqual(reported);
  });

  it("turns a failure of the check into a diagnostic of that file", () => {
    const program = programOf({ "/a.ts": "// spend", "/b.ts": "// spend" });
    transformed((...parameters) => {
      if (parameters[3].fileName === "/a.ts") throw new Error("no such block: 7");
      return findsSpend()(...parameters);
    }, program);
    const [failure, finding] = program.getSemanticDiagnostics();
    expect(failure).toMatchObject({
      code: 71090,
      file: { fileName: "/a.ts" },
      category: ts.DiagnosticCategory.Error,
    });
    expect(failure?.messageText).toMatch(/no such block: 7[^]* \[internal-error\]$/);
    expect(finding).toMatchObject({ code: 71020, file: { fileName: "/b.ts" } });
  });

  it("decides nothing about a file whose check was cancelled", () => {
    let cancelled = true;
    const program = programOf({ "/a.ts": "// spend" });
    transformed((...parameters) => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what TypeScript throws is no Error
      if (cancelled) throw new ts.OperationCanceledException();
      return findsSpend()(...parameters);
    }, program);
    expect(() => program.getSemanticDiagnostics()).toThrow(ts.OperationCanceledException);
    cancelled = false;
    expect(program.getSemanticDiagnostics()).toHaveLength(1);
  });

  it("reports wrong options with the options of the project, and checks with the defaults", () => {
    const program = programOf({ "/a.ts": "// spend" });
    transformed(findsSpend(), program, { severity: { copy: "of" } });
    expect(program.getOptionsDiagnostics()).toEqual([
      expect.objectContaining({ code: 71091, file: undefined }),
    ]);
    expect(program.getSemanticDiagnostics()).toEqual([expect.objectContaining({ code: 71020 })]);
  });
});

describe("called as anything else, it names the setting to mend", () => {
  const program = programOf({});
  const config = { transform: "affine-budget/plugin" };
  it.each([
    { how: "a source transformer", args: [program, config, { ts, addDiagnostic: () => 0 }] },
    { how: 'type "config"', args: [config] },
    { how: 'type "checker"', args: [program.getTypeChecker(), config] },
    { how: 'type "compilerOptions"', args: [{}, config] },
    { how: 'type "raw"', args: [{}, program, config] },
    { how: "nothing", args: [] },
  ])("as $how", ({ args }) => {
    expect(() => createPlugin(findsSpend())(...args)).toThrow('Set "transformProgram": true');
  });
});
