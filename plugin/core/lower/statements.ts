import type ts from "typescript";
import type { BlockId } from "../ir/ids.js";
import { libraryMember } from "../facts/library.js";
import type { Finding } from "../findings.js";
import { learnFromCase, learnFromCases } from "./conditions.js";
import { branchLearning, lowerCondition, lowerExpression } from "./expressions.js";
import { takeLent } from "./borrows.js";
import { lowerClass } from "./closures.js";
import { disposeAfter, rememberUsing } from "./disposal.js";
import { finallyAfter } from "./finalizers.js";
import { borrowing, moving, report, spanOf, unsupported, type Lowering } from "./Lowering.js";
import { bindDeclaration, bindName, bindPattern, bindsOwned, nothingLent } from "./patterns.js";
import { flowInto, isOwned, valueOf, withoutParentheses } from "./values.js";
import { lowerLoop } from "./loops.js";
import { keepIn, keepReturned } from "./tasks.js";
import { isBoundElement } from "../syntax/boundElements.js";

export function lowerStatements(cx: Lowering, statements: readonly ts.Statement[]): void {
  // Hoisted: they are there before the first statement runs.
  for (const statement of statements) {
    if (statement.kind === cx.syntax.SyntaxKind.FunctionDeclaration) cx.build.makeFunction(statement);
  }
  const first = statements.findIndex((statement) => usingsOf(cx, statement).length > 0);
  const scope = first === -1 ? [] : statements.slice(first);
  for (const statement of scope.length === 0 ? statements : statements.slice(0, first))
    lowerStatement(cx, statement, []);
  if (scope.length === 0) return;
  disposeAfter(
    cx,
    scope.flatMap((statement) => usingsOf(cx, statement)),
    () => {
      for (const statement of scope) lowerStatement(cx, statement, []);
    },
  );
}

function usingsOf({ syntax }: Lowering, statement: ts.Statement): readonly ts.VariableDeclarationList[] {
  if (statement.kind !== syntax.SyntaxKind.VariableStatement) return [];
  const { declarationList } = statement as ts.VariableStatement;
  return syntax.isUsing(declarationList) ? [declarationList] : [];
}

export function lowerStatement(cx: Lowering, node: ts.Statement, labels: readonly string[]): void {
  const K = cx.syntax.SyntaxKind;
  switch (node.kind) {
    case K.Block:
      lowerStatements(cx, (node as ts.Block).statements);
      break;
    case K.VariableStatement:
      lowerDeclarations(cx, (node as ts.VariableStatement).declarationList);
      break;
    case K.ExpressionStatement:
      lowerExpression(cx, (node as ts.ExpressionStatement).expression, borrowing);
      reportDropped(cx, (node as ts.ExpressionStatement).expression);
      break;
    case K.IfStatement:
      lowerIf(cx, node as ts.IfStatement);
      break;
    case K.WhileStatement:
    case K.DoStatement:
    case K.ForStatement:
    case K.ForOfStatement:
    case K.ForInStatement:
      lowerLoop(cx, node as ts.IterationStatement, labels);
      break;
    case K.SwitchStatement:
      lowerSwitch(cx, node as ts.SwitchStatement, labels);
      break;
    case K.TryStatement:
      lowerTry(cx, node as ts.TryStatement);
      break;
    case K.LabeledStatement:
      lowerLabelled(cx, node as ts.LabeledStatement, labels);
      break;
    case K.ReturnStatement: {
      const { expression } = node as ts.ReturnStatement;
      if (expression !== undefined) {
        lowerExpression(cx, expression, flowInto(cx, expression, { kind: "return" }));
        keepReturned(cx, expression);
      }
      cx.build.emit({ op: "exit", at: spanOf(cx, node) });
      cx.jumps.return();
      cx.build.enter(cx.build.reserve());
      break;
    }
    case K.ThrowStatement: {
      const { expression } = node as ts.ThrowStatement;
      // B4: whoever catches it may keep it for as long as they like.
      if (valueOf(cx, expression).ownership.kind === "borrowed") takeLent(cx, expression);
      lowerExpression(cx, expression, isOwned(cx, expression) ? moving({ kind: "throw" }) : borrowing);
      if (cx.build.handler === null) cx.build.terminate({ kind: "throw" });
      else cx.build.goto(cx.build.handler);
      cx.build.enter(cx.build.reserve());
      break;
    }
    case K.BreakStatement:
      cx.jumps.break((node as ts.BreakStatement).label?.text ?? null);
      cx.build.enter(cx.build.reserve());
      break;
    case K.ContinueStatement:
      cx.jumps.continue((node as ts.ContinueStatement).label?.text ?? null);
      cx.build.enter(cx.build.reserve());
      break;
    case K.ClassDeclaration:
      lowerClass(cx, node as ts.ClassDeclaration);
      break;
    case K.WithStatement:
      unsupported(cx, (node as ts.WithStatement).expression, "`with`");
      break;
    case K.ExportAssignment: {
      const { expression } = node as ts.ExportAssignment;
      lowerExpression(cx, expression, borrowing);
      if (isOwned(cx, expression)) reportExport(cx, expression, cx.syntax.textOf(expression));
      break;
    }
    case K.ExportDeclaration:
      lowerExportDeclaration(cx, node as ts.ExportDeclaration);
      break;
    case K.EnumDeclaration:
      for (const { initializer } of (node as ts.EnumDeclaration).members) {
        if (initializer !== undefined) lowerExpression(cx, initializer, borrowing);
      }
      break;
    default:
      // Types, imports, namespaces (bodies of their own), empty statements: nothing runs here.
      break;
  }
}

export function lowerDeclarations(cx: Lowering, list: ts.VariableDeclarationList): void {
  const K = cx.syntax.SyntaxKind;
  const statement = list.parent as ts.Node;
  const exported =
    statement.kind === K.VariableStatement &&
    statement.parent.kind === K.SourceFile &&
    (statement as ts.VariableStatement).modifiers?.some((modifier) => modifier.kind === K.ExportKeyword) ===
      true;
  for (const declaration of list.declarations) {
    const { name, initializer } = declaration;
    if (cx.syntax.isUsing(list) && name.kind === K.Identifier) rememberUsing(cx, name);
    if (initializer !== undefined) bindDeclaration(cx, name, initializer);
    else if (cx.syntax.isBlockScoped(list) && name.kind === K.Identifier) bindName(cx, name, false);
    if (initializer !== undefined || cx.syntax.isBlockScoped(list)) keepIn(cx, name, initializer ?? null);
    if (exported) reportExportedNames(cx, name);
  }
}

/** P4: each name that a pattern binds is exported. */
function reportExportedNames(cx: Lowering, name: ts.BindingName): void {
  const K = cx.syntax.SyntaxKind;
  if (name.kind === K.Identifier) {
    if (bindsOwned(cx, name)) reportExport(cx, name, cx.syntax.textOf(name));
    return;
  }
  for (const element of name.elements) {
    if (isBoundElement(cx.syntax, element)) reportExportedNames(cx, element.name);
  }
}

/** X2, X3: a fresh value that nobody takes. */
function reportDropped(cx: Lowering, expression: ts.Expression): void {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutParentheses(cx, expression);
  if (bare.kind !== K.CallExpression && bare.kind !== K.NewExpression && bare.kind !== K.AwaitExpression)
    return;
  const { ownership } = valueOf(cx, bare);
  if (ownership.kind !== "owned" || ownership.form === "promise" || ownership.form === "once") return;
  // `m.set(k, b)` returns the container that it was called on.
  if (ownership.form === "container" && !ownership.linear) return;
  const member = libraryMember(cx.facts.call(bare)?.library ?? null);
  if (member?.returnsReceiver === true || member?.returnsArgument === true) return;
  const rule = ownership.linear ? "unresolved" : "discarded";
  report(cx, { rule, at: spanOf(cx, bare), subject: cx.syntax.textOf(bare), detail: null, labels: [] });
}

function reportExport(cx: Lowering, node: ts.Node, subject: string): void {
  const finding: Finding = { rule: "export-owned", at: spanOf(cx, node), subject, detail: null, labels: [] };
  report(cx, finding);
}

function lowerExportDeclaration(cx: Lowering, node: ts.ExportDeclaration): void {
  const K = cx.syntax.SyntaxKind;
  if (node.moduleSpecifier !== undefined || node.isTypeOnly || node.exportClause?.kind !== K.NamedExports)
    return;
  for (const specifier of node.exportClause.elements) {
    const name = specifier.propertyName ?? specifier.name;
    if (!specifier.isTypeOnly && cx.facts.binding(name)?.ownership.kind === "owned") {
      reportExport(cx, name, cx.syntax.textOf(name));
    }
  }
}

function lowerIf(cx: Lowering, node: ts.IfStatement): void {
  // An `else if` ladder is as long as its author likes: a loop, not a recursion.
  const K = cx.syntax.SyntaxKind;
  const join = cx.build.reserve();
  let current: ts.Statement | undefined = node;
  while (current?.kind === K.IfStatement) {
    const { expression, thenStatement, elseStatement } = current as ts.IfStatement;
    const whenTrue = cx.build.reserve();
    const whenFalse = cx.build.reserve();
    lowerCondition(cx, expression, whenTrue, whenFalse);
    cx.build.enter(whenTrue);
    lowerStatement(cx, thenStatement, []);
    cx.build.goto(join);
    cx.build.enter(whenFalse);
    current = elseStatement;
  }
  if (current !== undefined) lowerStatement(cx, current, []);
  cx.build.goto(join);
  cx.build.enter(join);
}

/** Case tests run in order until one matches; bodies fall through; the default is taken when all tests failed. */
function lowerSwitch(cx: Lowering, node: ts.SwitchStatement, labels: readonly string[]): void {
  const K = cx.syntax.SyntaxKind;
  lowerExpression(cx, node.expression, borrowing);
  const { clauses } = node.caseBlock;
  const bodies = clauses.map(() => cx.build.reserve());
  const exit = cx.build.reserve();
  let fallback: BlockId = exit;
  clauses.forEach((clause, index) => {
    const body = bodies[index];
    if (body === undefined) return;
    if (clause.kind === K.DefaultClause) {
      fallback = body;
      return;
    }
    lowerExpression(cx, clause.expression, borrowing);
    const next = cx.build.reserve();
    branchLearning(cx, learnFromCase(cx, node.expression, clause.expression), body, next);
    cx.build.enter(next);
  });
  const tested = clauses.flatMap((clause) => (clause.kind === K.CaseClause ? [clause.expression] : []));
  for (const instruction of learnFromCases(cx, node.expression, tested)) cx.build.emit(instruction);
  cx.build.goto(fallback);
  cx.jumps.pushTarget({ labels, unlabelled: true, breakTo: exit, continueTo: null });
  clauses.forEach((clause, index) => {
    const body = bodies[index];
    if (body === undefined) return;
    cx.build.enter(body);
    lowerStatements(cx, clause.statements);
    cx.build.goto(bodies[index + 1] ?? exit);
  });
  cx.jumps.pop();
  cx.build.enter(exit);
}

function lowerLabelled(cx: Lowering, node: ts.LabeledStatement, labels: readonly string[]): void {
  const K = cx.syntax.SyntaxKind;
  const all = [...labels, node.label.text];
  switch (node.statement.kind) {
    case K.WhileStatement:
    case K.DoStatement:
    case K.ForStatement:
    case K.ForOfStatement:
    case K.ForInStatement:
    case K.SwitchStatement:
    case K.LabeledStatement:
      lowerStatement(cx, node.statement, all);
      return;
    default: {
      const exit = cx.build.reserve();
      cx.jumps.pushTarget({ labels: all, unlabelled: false, breakTo: exit, continueTo: null });
      lowerStatement(cx, node.statement, []);
      cx.jumps.pop();
      cx.build.goto(exit);
      cx.build.enter(exit);
    }
  }
}

function lowerTry(cx: Lowering, node: ts.TryStatement): void {
  const { tryBlock, catchClause, finallyBlock } = node;
  const attempt = (): void => {
    if (catchClause === undefined) lowerStatement(cx, tryBlock, []);
    else lowerCaught(cx, tryBlock, catchClause);
  };
  if (finallyBlock === undefined) attempt();
  else {
    finallyAfter(cx, attempt, () => {
      lowerStatement(cx, finallyBlock, []);
    });
  }
}

function lowerCaught(cx: Lowering, tryBlock: ts.Block, clause: ts.CatchClause): void {
  const { build } = cx;
  const outerHandler = build.handler;
  const handler = build.reserve();
  const after = build.reserve();
  build.handler = handler;
  build.split();
  const outerFailure = cx.failureIsMeant;
  cx.failureIsMeant = true;
  lowerStatement(cx, tryBlock, []);
  cx.failureIsMeant = outerFailure;
  build.goto(after);
  build.handler = outerHandler;
  build.enter(handler);
  lowerCatch(cx, clause);
  build.goto(after);
  build.enter(after);
}

function lowerCatch(cx: Lowering, clause: ts.CatchClause): void {
  const name = clause.variableDeclaration?.name;
  if (name !== undefined) {
    if (name.kind === cx.syntax.SyntaxKind.Identifier) bindName(cx, name);
    else
      bindPattern(cx, name, {
        reference: { kind: "value" },
        fact: cx.facts.value(name),
        lent: nothingLent,
      });
  }
  lowerStatement(cx, clause.block, []);
}
