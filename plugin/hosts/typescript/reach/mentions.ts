import type ts from "typescript";
import { walk } from "../walk.js";

/** The last where a class or interface names what it extends or implements. */
export type InstantiatingNode = ts.CallExpression | ts.NewExpression | ts.ExpressionWithTypeArguments;

/** The top-level statements of a file by the names that occur in them. */
export interface Mentions {
  readonly of: (name: string) => readonly ts.Statement[];
  /** Types that JSX elements get from names which do not occur in them. */
  readonly withJsx: ReadonlySet<ts.Statement>;
  /** Variables whose type is what is assigned to them: `let x;`, `const xs = [];`. */
  readonly evolving: ReadonlySet<string>;
  /** What may put types in the place of type parameters, parents first. */
  readonly instantiationsIn: (statement: ts.Statement) => readonly InstantiatingNode[];
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
  const K = typescript.SyntaxKind;
  const byName = new Map<string, ts.Statement[]>();
  const withJsx = new Set<ts.Statement>();
  const evolving = new Set<string>();
  const instantiations = new Map<ts.Statement, InstantiatingNode[]>();
  for (const statement of file.statements) {
    if (typescript.isImportDeclaration(statement)) continue;
    // `export { name };` mentions what is declared here, `export { name } from` does not.
    if (typescript.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) continue;
    const instantiating: InstantiatingNode[] = [];
    instantiations.set(statement, instantiating);
    walk(typescript, statement, (node) => {
      switch (node.kind) {
        case K.Identifier: {
          const text = textOf(node as ts.Identifier);
          const known = byName.get(text);
          if (known === undefined) byName.set(text, [statement]);
          else if (known[known.length - 1] !== statement) known.push(statement);
          break;
        }
        case K.CallExpression:
        case K.NewExpression:
          instantiating.push(node as ts.CallExpression | ts.NewExpression);
          break;
        case K.ExpressionWithTypeArguments:
          if (node.parent.kind === K.HeritageClause)
            instantiating.push(node as ts.ExpressionWithTypeArguments);
          break;
        case K.JsxOpeningElement:
        case K.JsxSelfClosingElement:
        case K.JsxFragment:
          withJsx.add(statement);
          break;
        case K.VariableDeclaration: {
          const declaration = node as ts.VariableDeclaration;
          if (isEvolving(typescript, declaration)) evolving.add((declaration.name as ts.Identifier).text);
          break;
        }
        default:
          break;
      }
    });
  }
  return {
    ...{ withJsx, evolving },
    of: (name) => byName.get(name) ?? [],
    instantiationsIn: (statement) => instantiations.get(statement) ?? [],
  };
}

/** The `text` of an identifier is unescaped anew whenever it is read. */
function textOf(name: ts.Identifier): string {
  const escaped = name.escapedText as string;
  return escaped.startsWith("__") ? name.text : escaped;
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
