import type ts from "typescript";
import { codeFixesAt, combinedFix } from "./codeFixes.js";
import type { ProjectCheck } from "./ProjectCheck.js";

/** A request that makes the language service ask its program for diagnostics. The last is internal to tsserver, since 5.6. */
const checkingRequests = [
  "getSemanticDiagnostics",
  "getSuggestionDiagnostics",
  "getEmitOutput",
  "getRegionSemanticDiagnostics",
] as const;

/**
 * A language service that reports what the project's check finds. tsserver reads `getProgram` after every change, so
 * that each program is armed there; the other requests arm as well, for hosts that do not.
 */
export function decorateLanguageService(
  original: ts.LanguageService,
  check: ProjectCheck,
): ts.LanguageService {
  const armedProgram = (): ts.Program | undefined => {
    const program = original.getProgram();
    if (program !== undefined) check.arm(program);
    return program;
  };
  const fileOf = (program: ts.Program | undefined, fileName: string) => program?.getSourceFile(fileName);

  const decorations: Partial<ts.LanguageService> = {
    getProgram: armedProgram,
    getSemanticDiagnostics(fileName) {
      const file = fileOf(armedProgram(), fileName);
      const found = original.getSemanticDiagnostics(fileName);
      return file === undefined ? found : [...found, ...check.optionDiagnostics(file)];
    },
    getSuggestionDiagnostics(fileName) {
      const program = armedProgram();
      const file = fileOf(program, fileName);
      const found = original.getSuggestionDiagnostics(fileName);
      if (program === undefined || file === undefined) return found;
      return [...found, ...check.suggestions(program, file)];
    },
    getCodeFixesAtPosition(fileName, start, end, errorCodes, ...settings) {
      const program = armedProgram();
      const file = fileOf(program, fileName);
      const found = original.getCodeFixesAtPosition(fileName, start, end, errorCodes, ...settings);
      if (program === undefined || file === undefined) return found;
      const ours = codeFixesAt(check.fixes(program, file), fileName, { pos: start, end }, errorCodes);
      return [...ours, ...found];
    },
    getCombinedCodeFix(scope, fixId, ...settings) {
      const program = armedProgram();
      const file = fileOf(program, scope.fileName);
      if (program !== undefined && file !== undefined) {
        const ours = combinedFix(check.fixes(program, file), scope.fileName, fixId);
        if (ours !== null) return ours;
      }
      return original.getCombinedCodeFix(scope, fixId, ...settings);
    },
    getQuickInfoAtPosition(fileName, position, ...settings) {
      const program = armedProgram();
      const file = fileOf(program, fileName);
      const info = original.getQuickInfoAtPosition(fileName, position, ...settings);
      if (info === undefined || program === undefined || file === undefined) return info;
      const sentences = check.hover(program, file, position);
      if (sentences.length === 0) return info;
      const said = info.documentation ?? [];
      const text = `${said.length === 0 ? "" : "\n\n"}**ownership**: ${sentences.join("; ")}`;
      return { ...info, documentation: [...said, { kind: "text", text }] };
    },
    provideInlayHints(fileName, span, ...settings) {
      const program = armedProgram();
      const file = fileOf(program, fileName);
      const hints = original.provideInlayHints(fileName, span, ...settings);
      if (program === undefined || file === undefined) return hints;
      return [...hints, ...check.hints(program, file, span)];
    },
  };

  return new Proxy(original, {
    get(target, key, receiver) {
      const decoration: unknown = Reflect.get(decorations, key);
      if (decoration !== undefined) return decoration;
      const member: unknown = Reflect.get(target, key, receiver);
      if (typeof member !== "function" || !checkingRequests.some((request) => request === key)) return member;
      return (...parameters: unknown[]): unknown => {
        armedProgram();
        return Reflect.apply(member, target, parameters);
      };
    },
  });
}
