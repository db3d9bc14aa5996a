import ts from "typescript";
import {
  contains,
  descendants,
  holdsFunction,
  isAmbient,
  isAssignmentOperator,
  isBudget,
  listedStatements,
  suspends,
} from "../nodes.js";
import { around, type Edit, type Site, type Source, type Transformation } from "../Transformation.js";

/** A copy of a statement where nothing ever gets (F6); signatures are compared wherever they stand (B6). */
export const deadCode: Transformation = {
  name: "dead code",
  law: "same rules",
  ignores: new Set(["ownership-mismatch"]),
  sites: ({ file }) =>
    [...listedStatements(file)]
      .filter((it) => ts.isExpressionStatement(it) && !holdsFunction(it))
      .map((it) => {
        const start = it.getStart();
        const label = `dead${String(start)}`;
        const text = `${label}: { break ${label}; ${it.getText()} }\n`;
        return { edits: [{ start, end: start, text }], what: `a dead copy of ${it.getText()}` };
      }),
};

export const block: Transformation = {
  name: "block around a statement",
  law: "same rules",
  sites: ({ file }) =>
    [...listedStatements(file)]
      .filter((it) => !declares(it))
      .map((it) => ({ edits: around(it, "{ ", " }"), what: `a block around ${it.getText()}` })),
};

/**
 * Balances are not followed into closures (X1). A replacement must follow the taking at once where others see the place
 * (R3), and a function is known never to return by its declaration only (M4). A call of a local function may throw,
 * whatever its body does (C1), which matters where somebody catches it.
 */
export const iife: Transformation = {
  name: "statement in an IIFE",
  law: "same verdict",
  ignores: new Set(["overdraft"]),
  sites: (source) =>
    [...listedStatements(source.file)]
      .filter((it) => ts.isExpressionStatement(it) && !suspends(it) && !contains(it, isBoundToFunction))
      .filter((it) => !isTried(it))
      .filter((it) => !contains(it, (node) => writesShared(node, source) || neverReturns(node, source)))
      .map((it) => ({
        edits: around(it, ";(() => { ", " })();"),
        what: `an IIFE around ${it.getText()}`,
      })),
};

export const invertIf: Transformation = {
  name: "inverted `if`",
  law: "same rules",
  sites: ({ file }) =>
    [...descendants(file)].filter(ts.isIfStatement).map((node) => {
      const { expression, thenStatement, elseStatement } = node;
      const other = elseStatement === undefined ? "{}" : `{ ${elseStatement.getText()} }`;
      const text = `if (!(${expression.getText()})) ${other} else { ${thenStatement.getText()} }`;
      return {
        edits: [{ start: node.getStart(), end: node.end, text }],
        what: `if (${expression.getText()}) inverted`,
      };
    }),
};

/** The first iteration stands before the loop; a move over the back edge may now be one from statement to statement. */
export const unroll: Transformation = {
  name: "loop unrolled once",
  law: "same verdict",
  ignores: new Set(["overdraft", "unauthorised-mint"]),
  sites: ({ file }) =>
    [...descendants(file)].flatMap((node): readonly Site[] => {
      if (!ts.isIterationStatement(node, false) || isAmbient(node)) return [];
      if (ts.isLabeledStatement(node.parent) || holdsFunction(node) || jumps(node.statement)) return [];
      const text = unrolled(node);
      if (text === null) return [];
      return [{ edits: [{ start: node.getStart(), end: node.end, text }], what: "a loop unrolled" }];
    }),
};

function unrolled(node: ts.IterationStatement): string | null {
  const body = node.statement.getText();
  if (ts.isWhileStatement(node)) {
    // Of the conditions that are literals only those of loops are folded (M4).
    if (isTrue(node.expression)) return `{ { ${body} } ${node.getText()} }`;
    return `if (${node.expression.getText()}) { { ${body} } ${node.getText()} }`;
  }
  if (ts.isDoStatement(node)) return `{ { ${body} } while (${node.expression.getText()}) ${body} }`;
  if (!ts.isForStatement(node)) return null;
  const { initializer, condition, incrementor } = node;
  const test = condition?.getText() ?? "";
  const always = condition === undefined || isTrue(condition);
  const update = incrementor === undefined ? "" : `${incrementor.getText()};`;
  return (
    `{ ${initializer?.getText() ?? ""}; ${always ? "" : `if (${test})`} { { ${body} } ${update} ` +
    `for (; ${test}; ${incrementor?.getText() ?? ""}) ${body} } }`
  );
}

function isTrue(condition: ts.Expression): boolean {
  let bare = condition;
  while (ts.isParenthesizedExpression(bare)) bare = bare.expression;
  return bare.kind === ts.SyntaxKind.TrueKeyword;
}

/** A use more; what is void is only looked at (M3). */
export const addUse: Transformation = {
  name: "a use more",
  law: "an error stays an error",
  sites: (source) =>
    budgetsBefore(source).map(({ name, at }) => ({
      edits: [insertion(at, `void ${name}; `)],
      what: `void ${name}`,
    })),
};

/** An assignment more, of what no closure sees, where nobody catches what its value may throw (F3). */
export const addInitialisation: Transformation = {
  name: "a re-initialisation more",
  law: "no report is added",
  // To overwrite what is on loan, or what a slot is still to get back, is a mistake of its own (B1, P3).
  ignores: new Set(["move-while-borrowed", "borrow-escape"]),
  sites: (source) =>
    budgetsBefore(source)
      .filter(({ assignable }) => assignable)
      .map(({ name, at }) => ({ edits: [insertion(at, `${name} = mk(); `)], what: `${name} = mk()` })),
};

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

interface VisibleBudget {
  readonly name: string;
  readonly at: number;
  readonly assignable: boolean;
}

/** The budgets that each statement could name: those of its own function which have been declared before it. */
function budgetsBefore({ file, checker }: Source): readonly VisibleBudget[] {
  return [...listedStatements(file)].flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [];
    const home = functionAround(statement);
    if (home === null) return [];
    return checker
      .getSymbolsInScope(statement, ts.SymbolFlags.Variable)
      .flatMap((symbol): readonly VisibleBudget[] => {
        const { valueDeclaration: declaration } = symbol;
        if (declaration === undefined || declaration.end > statement.getStart()) return [];
        if (functionAround(declaration) !== home || /^(this|arguments)$/.test(symbol.name)) return [];
        if (!isBudget(checker.getTypeOfSymbolAtLocation(symbol, declaration))) return [];
        const assignable =
          !isConstant(declaration) && !isCaptured(home, symbol, checker) && !isTried(statement);
        return [{ name: symbol.name, at: statement.getStart(), assignable }];
      });
  });
}

function functionAround(node: ts.Node): ts.Node | null {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) if (ts.isFunctionLike(at)) return at;
  return null;
}

function isConstant(declaration: ts.Declaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & (ts.NodeFlags.Const | ts.NodeFlags.Using)) !== 0;
}

function isCaptured(home: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return contains(
    home,
    (it) =>
      ts.isIdentifier(it) &&
      it.text === symbol.name &&
      checker.getSymbolAtLocation(it) === symbol &&
      functionAround(it) !== home,
  );
}

/** An exception would go on inside of the function: to a handler, or through a finalizer. */
function isTried(statement: ts.Statement): boolean {
  for (let at: ts.Node = statement; !ts.isSourceFile(at.parent) && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (!ts.isTryStatement(parent) || parent.finallyBlock === at) continue;
    if (parent.tryBlock === at || parent.finallyBlock !== undefined) return true;
  }
  return false;
}

function writesShared(node: ts.Node, { checker }: Source): boolean {
  if (!ts.isBinaryExpression(node) || !isAssignmentOperator(node.operatorToken)) return false;
  const target = checker.getSymbolAtLocation(node.left);
  const declaration = target?.valueDeclaration;
  const home = functionAround(node);
  return (
    target === undefined ||
    declaration === undefined ||
    home === null ||
    functionAround(declaration) !== home ||
    isCaptured(home, target, checker)
  );
}

function neverReturns(node: ts.Node, { checker }: Source): boolean {
  return ts.isCallExpression(node) && (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Never) !== 0;
}

function declares(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isDeclarationStatement(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportAssignment(statement)
  );
}

/** `this` is a borrow in an arrow of a class (T6); the others are syntax of the function around. */
function isBoundToFunction(node: ts.Node): boolean {
  return (
    node.kind === ts.SyntaxKind.ThisKeyword ||
    node.kind === ts.SyntaxKind.SuperKeyword ||
    (ts.isIdentifier(node) && node.text === "arguments")
  );
}

function jumps(body: ts.Statement): boolean {
  return contains(body, ts.isBreakOrContinueStatement);
}
