import type ts from "typescript";
import { walk } from "../walk.js";

/** The top-level statements of a file by the names that occur in them. */
export interface Mentions {
  of(name: string): readonly ts.Statement[];
  /** Types that JSX elements get from names which do not occur in them. */
  readonly withJsx: ReadonlySet<ts.Statement>;
  /** Variables whose type is what is assigned to them: `let x;`, `const xs = [];`. */
  readonly evolving: ReadonlySet<string>;
}

const mentionsOfFiles = new WeakMap<ts.SourceFile, Mentions>();

export function mentionsIn(typescript: typeof ts, file: ts.SourceFile): Mentions {
  let mentions = mentionsOfFiles.get(file);
  if (mentions === undefined) {
    mentions = readMentions(typescript, file);
    mentionsOfFiles.set(file, mentions);
  }
  return mentions;
}

function readMentions(typescript: typeof ts, file: ts.SourceFile): Mentions {
  const byName = new Map<string, ts.Statement[]>();
  const withJsx = new Set<ts.Statement>();
  const evolving = new Set<string>();
  for (const statement of file.statements) {
    if (typescript.isImportDeclaration(statement)) continue;
    // `export { name };` mentions what is declared here, `export { name } from` does not.
    if (typescript.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) continue;
    walk(typescript, statement, (node) => {
      if (typescript.isIdentifier(node)) {
        const known = byName.get(node.text);
        if (known === undefined) byName.set(node.text, [statement]);
        else if (known.at(-1) !== statement) known.push(statement);
      } else if (typescript.isJsxOpeningLikeElement(node) || typescript.isJsxFragment(node)) {
        withJsx.add(statement);
      } else if (typescript.isVariableDeclaration(node) && isEvolving(typescript, node)) {
        evolving.add((node.name as ts.Identifier).text);
      }
    });
  }
  return { of: (name) => byName.get(name) ?? [], withJsx, evolving };
}

function isEvolving(
  typescript: typeof ts,
  { name, type, initializer, parent }: ts.VariableDeclaration,
): boolean {
  if (type !== undefined || !typescript.isIdentifier(name)) return false;
  if (initializer === undefined) {
    const isLoopVariable =
      typescript.isForInStatement(parent.parent) || typescript.isForOfStatement(parent.parent);
    return typescript.isVariableDeclarationList(parent) && !isLoopVariable;
  }
  return (
    initializer.kind === typescript.SyntaxKind.NullKeyword ||
    (typescript.isIdentifier(initializer) && initializer.text === "undefined") ||
    (typescript.isArrayLiteralExpression(initializer) && initializer.elements.length === 0)
  );
}
