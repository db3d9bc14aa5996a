import type ts from "typescript";
import { createEnclosingBody, isBodyOwner, isFunctionLike, type BodyOwner } from "../syntax/bodies.js";
import { reverseFrom } from "../syntax/reverseFrom.js";
import type { Syntax } from "../syntax/Syntax.js";

/** The nodes of a file that questions are asked about: one walk, no types. */
export interface FileScan {
  readonly file: ts.SourceFile;
  /** Names that declare a variable, parameter, property or import. */
  readonly names: readonly ts.Identifier[];
  /** Identifiers in expressions. */
  readonly references: readonly ts.Identifier[];
  /** Every other expression, or pattern, that may hold, make or pass on a value. */
  readonly values: readonly ts.Node[];
  /** Literals that are parts of other literals, outer ones first: what they own, their parts say. */
  readonly nestedLiterals: readonly ts.Expression[];
  readonly calls: readonly ts.Node[];
  /** Expressions whose value flows into something that may declare a type. */
  readonly flows: readonly ts.Expression[];
  /** The operands that an expression may choose as its value: each flows where the whole flows. */
  readonly alternatives: readonly ts.Expression[];
  /** What is taken apart or gone through, or gives something up, as it is: only a guard may have made an owner of it. */
  readonly sources: readonly ts.Expression[];
  /** What may be a function, or hold functions, under two types: values that flow, members, implementations. */
  readonly functions: readonly ts.Node[];
  readonly bodies: readonly BodyOwner[];
  /** The body that evaluates a node. */
  readonly ownerOf: (node: ts.Node) => BodyOwner;
}

/**
 * `holding`: the top-level statements that may hold something owned. Of the others only what runs when the module is
 * evaluated is looked at, for it comes between what the holding ones do.
 */
export function scanFile(syntax: Syntax, file: ts.SourceFile, holding: ReadonlySet<ts.Statement>): FileScan {
  const K = syntax.SyntaxKind;
  const names: ts.Identifier[] = [];
  const references: ts.Identifier[] = [];
  const values: ts.Node[] = [];
  const nestedLiterals: ts.Expression[] = [];
  const calls: ts.Node[] = [];
  const flows: ts.Expression[] = [];
  const alternatives: ts.Expression[] = [];
  const sources: ts.Expression[] = [];
  const functions: ts.Node[] = [];
  const bodies: BodyOwner[] = [];

  const flow = (expression: ts.Expression | undefined): void => {
    if (expression === undefined) return;
    flows.push(expression);
    if (mayHoldFunctions(K, expression)) functions.push(expression);
  };
  const scan = (node: ts.Node): void => {
    // A signature alone has nothing to check.
    if (isBodyOwner(syntax, node) && !(isFunctionLike(syntax, node) && node.body === undefined))
      bodies.push(node);
    switch (node.kind) {
      case K.Identifier:
        scanIdentifier(node as ts.Identifier);
        break;
      case K.ThisKeyword:
      case K.PropertyAccessExpression:
      case K.ElementAccessExpression:
      case K.AwaitExpression:
      case K.ObjectBindingPattern:
      case K.ArrayBindingPattern:
        values.push(node);
        break;
      case K.ConditionalExpression: {
        const { whenTrue, whenFalse } = node as ts.ConditionalExpression;
        values.push(node);
        alternatives.push(whenTrue, whenFalse);
        break;
      }
      case K.ObjectLiteralExpression:
        scanLiteral(node as ts.ObjectLiteralExpression);
        break;
      case K.ArrayLiteralExpression:
        scanLiteral(node as ts.ArrayLiteralExpression);
        for (const element of (node as ts.ArrayLiteralExpression).elements) flow(element);
        break;
      case K.CallExpression:
      case K.NewExpression:
      case K.TaggedTemplateExpression:
        values.push(node);
        calls.push(node);
        if (node.kind === K.CallExpression) scanReceiver((node as ts.CallExpression).expression);
        for (const argument of (node as { arguments?: readonly ts.Expression[] }).arguments ?? []) {
          if (mayHoldFunctions(K, argument)) functions.push(argument);
        }
        break;
      case K.FunctionDeclaration:
      case K.MethodDeclaration:
        functions.push(node);
        break;
      case K.AsExpression:
      case K.TypeAssertionExpression:
      case K.SatisfiesExpression:
        values.push(node);
        flow((node as ts.AsExpression).expression);
        break;
      case K.NonNullExpression:
      case K.ParenthesizedExpression:
        values.push(node);
        break;
      case K.YieldExpression:
        values.push(node);
        flow((node as ts.YieldExpression).expression);
        break;
      case K.BinaryExpression:
        scanBinary(node as ts.BinaryExpression);
        break;
      case K.VariableDeclaration:
      case K.Parameter:
      case K.BindingElement:
      case K.PropertyDeclaration:
      case K.PropertyAssignment:
        if (node.kind === K.PropertyDeclaration) functions.push(node);
        flow((node as ts.VariableDeclaration).initializer);
        break;
      case K.ShorthandPropertyAssignment:
        flow((node as ts.ShorthandPropertyAssignment).name);
        flow((node as ts.ShorthandPropertyAssignment).objectAssignmentInitializer);
        break;
      case K.ReturnStatement:
        flow((node as ts.ReturnStatement).expression);
        break;
      case K.ArrowFunction:
        if ((node as ts.ArrowFunction).body.kind !== K.Block)
          flow((node as ts.ArrowFunction).body as ts.Expression);
        break;
      case K.ExportAssignment:
        flow((node as ts.ExportAssignment).expression);
        break;
      case K.ForOfStatement:
        values.push((node as ts.ForOfStatement).expression);
        sources.push((node as ts.ForOfStatement).expression);
        break;
      case K.SpreadAssignment:
        sources.push((node as ts.SpreadAssignment).expression);
        break;
      default:
        break;
    }
  };
  const scanReceiver = (callee: ts.Expression): void => {
    if (callee.kind === K.PropertyAccessExpression)
      sources.push((callee as ts.PropertyAccessExpression).expression);
  };
  const scanLiteral = (node: ts.Expression): void => {
    const { kind } = node.parent;
    const isPart = kind === K.ArrayLiteralExpression || kind === K.PropertyAssignment;
    if (isPart && !isInAssignedPattern(K, node)) nestedLiterals.push(node);
    else values.push(node);
  };
  const scanIdentifier = (id: ts.Identifier): void => {
    const parent = id.parent as ts.Node & { name?: ts.Node; propertyName?: ts.Node; label?: ts.Node };
    if (parent.kind === K.ShorthandPropertyAssignment || parent.kind === K.ExportSpecifier)
      references.push(id);
    else if (parent.name === id) {
      if (declaresBinding(K, parent)) names.push(id);
    } else if (parent.propertyName !== id && parent.label !== id) references.push(id);
  };
  const scanBinary = (node: ts.BinaryExpression): void => {
    switch (node.operatorToken.kind) {
      case K.BarBarToken:
      case K.QuestionQuestionToken:
        values.push(node);
        alternatives.push(node.left);
        flow(node.right);
        break;
      case K.EqualsToken:
      case K.BarBarEqualsToken:
      case K.AmpersandAmpersandEqualsToken:
      case K.QuestionQuestionEqualsToken:
      case K.AmpersandAmpersandToken:
      case K.CommaToken:
        values.push(node);
        flow(node.right);
        break;
      default:
        break;
    }
  };

  let holds = true;
  // An explicit stack: generated code nests deeper than the engine's own.
  const pending: ts.Node[] = [file];
  const add = (child: ts.Node): undefined => {
    pending.push(child);
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isTypeOnly(K, node)) continue;
    if (node.parent === file) holds = holding.has(node as ts.Statement);
    if (holds || node === file) scan(node);
    else if (isEvaluatedApart(syntax, node)) continue;
    else if (isCall(K, node)) calls.push(node);
    if (node.kind <= K.LastToken) continue;
    const first = pending.length;
    syntax.forEachChild(node, add);
    reverseFrom(pending, first);
  }
  const ownerOf = createEnclosingBody(syntax);
  return {
    ...{
      file,
      names,
      references,
      values,
      nestedLiterals,
      calls,
      flows,
      alternatives,
      sources,
      functions,
      bodies,
    },
    ownerOf,
  };
}

/** `[{ a: x }] = pairs`: a pattern in the guise of a literal, whose type says what is taken apart. */
function isInAssignedPattern(K: Syntax["SyntaxKind"], literal: ts.Node): boolean {
  let at = literal;
  while (
    at.parent.kind === K.ArrayLiteralExpression ||
    at.parent.kind === K.ObjectLiteralExpression ||
    at.parent.kind === K.PropertyAssignment ||
    at.parent.kind === K.ParenthesizedExpression
  ) {
    at = at.parent;
  }
  const { parent } = at;
  if (parent.kind === K.ForOfStatement) return (parent as ts.ForOfStatement).initializer === at;
  if (parent.kind !== K.BinaryExpression) return false;
  const { left, operatorToken } = parent as ts.BinaryExpression;
  return left === at && operatorToken.kind === K.EqualsToken;
}

function isCall(K: Syntax["SyntaxKind"], { kind }: ts.Node): boolean {
  return kind === K.CallExpression || kind === K.NewExpression || kind === K.TaggedTemplateExpression;
}

/** A function, a namespace or a class: of the last what it evaluates at once is left out as well. */
function isEvaluatedApart(syntax: Syntax, node: ts.Node): boolean {
  const K = syntax.SyntaxKind;
  return isBodyOwner(syntax, node) || node.kind === K.ClassDeclaration || node.kind === K.ClassExpression;
}

function mayHoldFunctions(K: Syntax["SyntaxKind"], node: ts.Expression): boolean {
  switch (node.kind) {
    case K.Identifier:
    case K.PropertyAccessExpression:
    case K.ArrowFunction:
    case K.FunctionExpression:
    case K.ObjectLiteralExpression:
    case K.NewExpression:
    case K.ConditionalExpression:
    case K.ParenthesizedExpression:
      return true;
    default:
      return false;
  }
}

function declaresBinding(K: Syntax["SyntaxKind"], node: ts.Node): boolean {
  switch (node.kind) {
    case K.VariableDeclaration:
    case K.Parameter:
    case K.BindingElement:
    case K.PropertyDeclaration:
    case K.ImportSpecifier:
    case K.ImportClause:
      return true;
    default:
      return false;
  }
}

function isTypeOnly(K: Syntax["SyntaxKind"], node: ts.Node): boolean {
  if (node.kind >= K.FirstTypeNode && node.kind <= K.LastTypeNode) {
    return node.kind !== K.ExpressionWithTypeArguments;
  }
  switch (node.kind) {
    case K.InterfaceDeclaration:
    case K.TypeAliasDeclaration:
    case K.TypeParameter:
      return true;
    default:
      return false;
  }
}
