import path from "node:path";
import picomatch from "picomatch";
import type ts from "typescript";
import type { Finding } from "../../core/findings.js";
import type { CheckOptions } from "../../options/CheckOptions.js";
import type { DistantProgram } from "./reach/DistantProgram.js";
import { declaresMint } from "./reach/markers.js";
import { walk } from "./walk.js";

const takers = new WeakMap<ts.Program, readonly ts.CallExpression[]>();

/**
 * X4: authority taken outside of the files that the option `authority` names; without the option, at more than one
 * place of the program, of which all but the first are reported.
 */
export function findMints(
  typescript: typeof ts,
  program: ts.Program & DistantProgram,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  { authority }: CheckOptions,
): readonly Finding[] {
  if (!namesTaking(file.text)) return [];
  const { configFilePath } = program.getCompilerOptions();
  const root =
    typeof configFilePath === "string" ? path.dirname(configFilePath) : program.getCurrentDirectory();
  const relative = (other: ts.SourceFile): string =>
    path.relative(root, other.fileName).split(path.sep).join("/");
  if (authority !== null) {
    if (picomatch.isMatch(relative(file), [...authority])) return [];
    return takersOf(typescript, checker, file).map((call) => finding(call, null));
  }
  let all = takers.get(program);
  if (all === undefined) {
    const files = program.distant?.filesWhose(namesTaking) ?? program.getSourceFiles();
    all = files.flatMap((other) => takersOf(typescript, checker, other));
    takers.set(program, all);
  }
  const [first, ...further] = all;
  if (first === undefined) return [];
  const elsewhere = `${relative(first.getSourceFile())}:${String(lineOf(first))}`;
  return further.filter((call) => call.getSourceFile() === file).map((call) => finding(call, elsewhere));
}

function namesTaking(text: string): boolean {
  return text.includes("takeAuthority");
}

function takersOf(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
): readonly ts.CallExpression[] {
  if (file.isDeclarationFile || !namesTaking(file.text)) return [];
  const calls: ts.CallExpression[] = [];
  walk(typescript, file, (node) => {
    if (typescript.isCallExpression(node)) {
      const declaration = checker.getResolvedSignature(node)?.declaration;
      const name =
        declaration === undefined || typescript.isJSDocSignature(declaration) ? undefined : declaration.name;
      if (
        name?.getText() === "takeAuthority" &&
        declaration !== undefined &&
        declaresMint(declaration.getSourceFile())
      ) {
        calls.push(node);
      }
    }
  });
  return calls;
}

function finding(call: ts.CallExpression, detail: string | null): Finding {
  const at = { file: call.getSourceFile().fileName, start: call.getStart(), end: call.end };
  return { rule: "unauthorised-mint", at, subject: call.getText(), detail, labels: [] };
}

function lineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
