import type ts from "typescript";
import type { SinkFact } from "../../../core/facts/questions.js";
import type { Callees } from "./callees.js";
import type { Context } from "./Context.js";
import { elementTypeOf, type SinkOf } from "./sinks.js";
import { isPrimitive } from "./typeShapes.js";

/** Answers what becomes of a value where it stands: in an initialiser, an assignment, a literal, a `return`. */
export function createContexts(
  cx: Context,
  callees: Callees,
  sinkOf: SinkOf,
): (node: ts.Expression) => SinkFact {
  const { typescript, checker, types, nodes } = cx;

  return sinkOfContext;

  function sinkOfContext(node: ts.Expression): SinkFact {
    const { parent } = node;
    if (typescript.isSpreadAssignment(parent)) return sinkOfSpread(parent);
    if (nodes.isCastToNever(parent)) {
      const sink = sinkOf(nodes.typeOf(node), nodes.typeOf(parent), node);
      return sink.kind === "escape" ? { ...sink, into: "never" } : sink;
    }
    const isUndeclared = initialisesUntypedName(parent) || fillsUndeclared(parent);
    const target = isUndeclared ? undefined : checker.getContextualType(node);
    const whole = nodes.typeOf(unwrapped(node));
    const value = typescript.isSpreadElement(node) ? (elementTypeOf(cx, whole) ?? whole) : whole;
    if (target === undefined) return narrowed(unwrapped(node), whole);
    const sink = sinkOf(value, target, node);
    if (sink.kind === "escape" && sink.why === "type-parameter" && isInLibraryCall(node))
      return { kind: "own" };
    return sink;
  }

  /** Nothing declares that it owns; but what a guard has made of the value does (X6). */
  function narrowed(node: ts.Expression, value: ts.Type): SinkFact {
    const { kind } = types.ownership(value);
    if (kind === "owned") return { kind: "own" };
    if (kind === "borrowed" || isPrimitive(typescript, value) || !isReference(node))
      return { kind: "borrow" };
    const here = checker.getTypeAtLocation(node);
    return here !== value && types.ownership(here).kind === "owned"
      ? { kind: "own", forged: checker.typeToString(here) }
      : { kind: "borrow" };
  }

  function isReference(node: ts.Expression): boolean {
    if (typescript.isNonNullExpression(node) || typescript.isSatisfiesExpression(node))
      return isReference(node.expression);
    return (
      typescript.isIdentifier(node) ||
      typescript.isPropertyAccessExpression(node) ||
      typescript.isElementAccessExpression(node)
    );
  }

  /** `{ ...x, a }`: the parts that nothing after it overwrites. */
  function sinkOfSpread(spread: ts.SpreadAssignment): SinkFact {
    const { parent: literal, expression } = spread;
    const value = nodes.typeOf(expression);
    const target = fillsUndeclared(literal.parent) ? undefined : checker.getContextualType(literal);
    if (target === undefined) return narrowed(expression, value);
    const later = literal.properties.slice(literal.properties.indexOf(spread) + 1);
    const overwritten = new Set(later.map(({ name }) => name?.getText()));
    const index = checker.getIndexTypeOfType(value, typescript.IndexKind.String);
    for (const property of checker.getPropertiesOfType(target)) {
      if (overwritten.has(property.name)) continue;
      const member = checker.getPropertyOfType(value, property.name);
      const part = member === undefined ? index : checker.getTypeOfSymbol(member);
      const from = isAny(value) ? value : part;
      if (from === undefined) continue;
      const sink = sinkOf(from, checker.getTypeOfSymbol(property), expression);
      if (sink.kind === "own" && sink.forged !== undefined) return sink;
    }
    return narrowed(expression, value);
  }

  function isAny({ flags }: ts.Type): boolean {
    return (flags & typescript.TypeFlags.Any) !== 0;
  }

  function initialisesUntypedName(node: ts.Node): boolean {
    return (
      typescript.isVariableDeclaration(node) &&
      node.type === undefined &&
      typescript.isIdentifier(node.name) &&
      (node.flags & typescript.NodeFlags.JavaScriptFile) === 0
    );
  }

  /** Patterns, variables and lists without an annotation declare nothing: the compiler makes a type of `any`s up. */
  function fillsUndeclared(node: ts.Node): boolean {
    if (passesOn(node)) return fillsUndeclared(node.parent);
    if (typescript.isCallExpression(node)) return nodes.isPutIntoUntypedList(node.expression);
    if (typescript.isBinaryExpression(node)) {
      const { left } = node;
      return (
        typescript.isObjectLiteralExpression(left) ||
        typescript.isArrayLiteralExpression(left) ||
        nodes.isUntypedTarget(left)
      );
    }
    if (isInPattern(node)) return true;
    const call = callThatReturns(node);
    if (call !== undefined) return fillsUndeclared(call.parent);
    const isDeclaration =
      typescript.isVariableDeclaration(node) ||
      typescript.isParameter(node) ||
      typescript.isBindingElement(node);
    if (!isDeclaration || typescript.isIdentifier(node.name)) return false;
    return typescript.isBindingElement(node) || node.type === undefined;
  }

  /** `const { x } = (() => { return { x: mk() }; })()`: what a function returns that is called at once, its call is. */
  function callThatReturns(node: ts.Node): ts.CallExpression | undefined {
    const isReturn = typescript.isReturnStatement(node) || typescript.isArrowFunction(node);
    const made = isReturn ? functionAround(node) : undefined;
    if (made === undefined || made.type !== undefined) return undefined;
    let callee: ts.Node = made;
    while (typescript.isParenthesizedExpression(callee.parent)) callee = callee.parent;
    const { parent } = callee;
    return typescript.isCallExpression(parent) && parent.expression === callee ? parent : undefined;
  }

  function functionAround(node: ts.Node): ts.ArrowFunction | ts.FunctionExpression | undefined {
    for (let at = node as ts.Node | undefined; at !== undefined; at = at.parent as ts.Node | undefined) {
      if (typescript.isArrowFunction(at) || typescript.isFunctionExpression(at)) return at;
      if (typescript.isFunctionLike(at)) return undefined;
    }
    return undefined;
  }

  /** The value is what is inside, and no type is declared for that. */
  function passesOn(node: ts.Node): boolean {
    return (
      typescript.isParenthesizedExpression(node) ||
      typescript.isAwaitExpression(node) ||
      typescript.isNonNullExpression(node) ||
      typescript.isConditionalExpression(node) ||
      (typescript.isAssertionExpression(node) && typescript.isConstTypeReference(node.type))
    );
  }

  /** A part of a literal that a pattern takes apart: `const [x] = [mk()]`. */
  function isInPattern(node: ts.Node): boolean {
    const isLiteral =
      typescript.isArrayLiteralExpression(node) ||
      typescript.isObjectLiteralExpression(node) ||
      typescript.isPropertyAssignment(node) ||
      typescript.isShorthandPropertyAssignment(node);
    return isLiteral && fillsUndeclared(node.parent);
  }

  function unwrapped(node: ts.Expression): ts.Expression {
    return typescript.isParenthesizedExpression(node) || typescript.isSpreadElement(node)
      ? unwrapped(node.expression)
      : node;
  }

  /** An element of a literal that is handed to the library, whose table says what happens to it (K1). */
  function isInLibraryCall(node: ts.Expression): boolean {
    let at: ts.Node = node;
    while (
      typescript.isArrayLiteralExpression(at.parent) ||
      typescript.isObjectLiteralExpression(at.parent) ||
      typescript.isPropertyAssignment(at.parent) ||
      typescript.isParenthesizedExpression(at.parent)
    ) {
      at = at.parent;
    }
    return (
      typescript.isCallOrNewExpression(at.parent) &&
      callees.libraryName(checker.getResolvedSignature(at.parent)?.declaration) !== null
    );
  }
}
