import ts from "typescript";
import {
  descendants,
  holdsFunction,
  isAmbient,
  isAssignmentOperator,
  isBudget,
  listedStatements,
} from "../nodes.js";
import { around, type Site, type Source, type Transformation } from "../Transformation.js";

export const parentheses: Transformation = {
  name: "parentheses",
  law: "same rules",
  sites: ({ file }) =>
    operands(file).map((it) => ({ edits: around(it, "(", ")"), what: `parentheses around ${it.getText()}` })),
};

/** The same place in another spelling (P1). */
export const cast: Transformation = spelling(
  "`as`",
  (type) => ["(", ` as ${type})`],
  // X6: what a test has made of something else than a budget, a cast makes an owner of.
  (node, checker) => isDeclaredAsBudget(node, checker),
);
export const satisfaction: Transformation = spelling("`satisfies`", (type) => ["(", ` satisfies ${type})`]);
export const nonNull: Transformation = spelling("`!`", () => ["", "!"]);

function spelling(
  name: string,
  spell: (type: string) => readonly [string, string],
  isSite: (node: ts.Expression, checker: ts.TypeChecker) => boolean = () => true,
): Transformation {
  return {
    name,
    law: "same rules",
    sites: ({ file, checker }) =>
      operands(file)
        .filter((it) => ts.isIdentifier(it) || ts.isPropertyAccessExpression(it))
        .filter((it) => isBudget(checker.getTypeAtLocation(it)) && isSite(it, checker))
        .map((it) => {
          const [before, after] = spell(checker.typeToString(checker.getTypeAtLocation(it)));
          return { edits: around(it, before, after), what: before + it.getText() + after };
        }),
  };
}

function isDeclaredAsBudget(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return false;
  const declared = checker.getTypeOfSymbol(symbol);
  return (declared.isUnion() ? declared.types : [declared]).some(isBudget);
}

/** The first argument of a call, computed into a name just before; nothing is evaluated earlier than it was. */
export const extract: Transformation = {
  name: "expression extracted to a const",
  law: "same rules",
  ignores: new Set(["overdraft"]),
  sites: (source) =>
    [...listedStatements(source.file)].flatMap((statement): readonly Site[] => {
      const root = rootCall(statement);
      const [first] = root?.arguments ?? [];
      if (root === null || first === undefined || !ts.isIdentifier(root.expression)) return [];
      if (!isFresh(source, first)) return [];
      const start = statement.getStart();
      const name = `extracted${String(start)}`;
      return [
        {
          edits: [
            { start, end: start, text: `const ${name} = ${first.getText()}; ` },
            { start: first.getStart(), end: first.end, text: name },
          ],
          what: `const ${name} = ${first.getText()}`,
        },
      ];
    }),
};

/** The call that a statement begins with. */
function rootCall(statement: ts.Statement): ts.CallExpression | null {
  const root = ts.isExpressionStatement(statement)
    ? statement.expression
    : ts.isReturnStatement(statement)
      ? statement.expression
      : ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
        ? statement.declarationList.declarations[0]?.initializer
        : undefined;
  return root !== undefined && ts.isCallExpression(root) && root.questionDotToken === undefined ? root : null;
}

/** A number, a truth value, or what a function has just made: naming it creates no second owner. */
function isFresh({ checker }: Source, node: ts.Expression): boolean {
  if (holdsFunction(node) || ts.isLiteralExpression(node) || ts.isIdentifier(node)) return false;
  const type = checker.getTypeAtLocation(node);
  if (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)) return true;
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.arguments.length === 0 &&
    isBudget(type)
  );
}

/** Expressions that may be put in parentheses: operands, arguments, initialisers, conditions. */
function operands(file: ts.SourceFile): readonly ts.Expression[] {
  return [...descendants(file)].filter((node): node is ts.Expression => {
    if (!ts.isExpression(node) || isAmbient(node)) return false;
    if (ts.isOmittedExpression(node) || ts.isSpreadElement(node) || node.kind === ts.SyntaxKind.SuperKeyword)
      return false;
    const { parent } = node;
    // The compiler resolves only what it sees as a literal there.
    if (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword) return false;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return parent.arguments?.includes(node) === true && !isInChain(parent);
    if (ts.isPropertyAccessExpression(parent))
      return parent.expression === node && !isInChain(parent) && !isInChain(node);
    if (ts.isVariableDeclaration(parent)) return parent.initializer === node;
    if (ts.isReturnStatement(parent) || ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return true;
    if (ts.isConditionalExpression(parent)) return true;
    if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
    if (ts.isBinaryExpression(parent))
      return parent.right === node || (!isAssignmentOperator(parent.operatorToken) && parent.left === node);
    return false;
  });
}

/** `(a?.b).c` is another program than `a?.b.c`. */
function isInChain(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.OptionalChain) !== 0;
}
