import ts from "typescript";

/** Every node below, in order of position. */
export function* descendants(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) {
    yield child;
    yield* descendants(child);
  }
}

export function contains(node: ts.Node, is: (it: ts.Node) => boolean): boolean {
  if (is(node)) return true;
  for (const it of descendants(node)) if (is(it)) return true;
  return false;
}

/** The statements that stand in a list, so that another can stand before them. */
export function* listedStatements(file: ts.SourceFile): Generator<ts.Statement> {
  for (const node of descendants(file)) {
    if (!ts.isStatement(node) || isAmbient(node)) continue;
    const { parent } = node;
    if (
      (ts.isBlock(parent) && parent.statements.includes(node)) ||
      ts.isSourceFile(parent) ||
      ts.isCaseOrDefaultClause(parent)
    )
      yield node;
  }
}

/** Nothing runs there. */
export function isAmbient(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.canHaveModifiers(at) && ts.getModifiers(at)?.some(isDeclareModifier) === true) return true;
    if (ts.isTypeNode(at) && !ts.isExpressionWithTypeArguments(at)) return true;
  }
  return false;
}

function isDeclareModifier({ kind }: ts.Node): boolean {
  return kind === ts.SyntaxKind.DeclareKeyword;
}

/** Code that runs in another function than the one around it, or suspends that one. */
export function suspends(node: ts.Node): boolean {
  return contains(node, (it) => ts.isAwaitExpression(it) || ts.isYieldExpression(it));
}

export function holdsFunction(node: ts.Node): boolean {
  return contains(node, (it) => ts.isFunctionLike(it) || ts.isClassLike(it));
}

export function isAssignmentOperator({ kind }: ts.Node): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** `Budget` itself, whatever its unit. */
export function isBudget(type: ts.Type): boolean {
  return type.getSymbol()?.name === "Budget" && type.aliasSymbol === undefined;
}
