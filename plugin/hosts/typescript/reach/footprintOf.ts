import type ts from "typescript";
import { isModule, type InternalSourceFile } from "./InternalSourceFile.js";
import { declaresMarker } from "./markers.js";
import { mentionsIn } from "./mentions.js";
import { namesMadeBy } from "./namesMadeBy.js";
import { outlineOf, type Use } from "./outline.js";

/**
 * All that a search for these names reads of a file (`nameReach`), with its statements by their number: of two versions with
 * the same footprint it reaches the same statements, and goes on from them in the same way. Null: that is not known of a file
 * which adds to others.
 */
export function footprintOf(
  typescript: typeof ts,
  file: InternalSourceFile,
  names: ReadonlySet<string>,
): string | null {
  if (file.redirectInfo !== undefined || file.statements.some((each) => typescript.isModuleDeclaration(each)))
    return null;
  const numbers = new Map(file.statements.map((statement, index) => [statement, index]));
  const numbersOf = (statements: Iterable<ts.Statement>): readonly (number | undefined)[] =>
    Array.from(statements, (statement) => numbers.get(statement));
  const mentions = mentionsIn(typescript, file);
  const { uses, exportedAs, isGlobal, isOneValue } = outlineOf(typescript, file);
  return JSON.stringify([
    [isModule(file), declaresMarker(file), isGlobal, isOneValue],
    uses.map(({ specifier, use }) => [specifier.text, detailsOf(use, numbers)]),
    [...exportedAs],
    file.statements.map((statement) => namesMadeBy(typescript, statement)),
    numbersOf(mentions.withJsx),
    [...new Set([...names, ...mentions.evolving])].sort().map((name) => [name, numbersOf(mentions.of(name))]),
    [...mentions.evolving],
  ]);
}

function detailsOf(use: Use, numbers: ReadonlyMap<ts.Statement, number>): readonly unknown[] {
  switch (use.kind) {
    case "import":
      return [use.kind, use.exported, use.local];
    case "re-export":
      return [use.kind, use.exported, use.name];
    case "inline":
      return [use.kind, numbers.get(use.statement)];
    case "re-export-all":
    case "implied":
      return [use.kind];
  }
}
