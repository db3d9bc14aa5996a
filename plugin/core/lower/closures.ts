import type ts from "typescript";
import type { Closure } from "../facts/closures.js";
import type { Held } from "../ir/Body.js";
import { isBodyOwner, isStatic } from "../syntax/bodies.js";
import { rootOf } from "../ir/places.js";
import { bindingPlace, usingOf } from "./access.js";
import { lowerExpression } from "./expressions.js";
import { lowerName } from "./literals.js";
import { lowerStatement } from "./statements.js";
import { flowInto } from "./values.js";
import { borrowing, invoke, report, spanOf, type Lowering } from "./Lowering.js";
import { keepResults, settledBeforeHandler } from "./tasks.js";

/** A closure is mentioned: what it captures is affected where it runs, or where it is given away (C1 to C3). */
export function lowerClosureUse(cx: Lowering, node: ts.Expression): void {
  const closure = cx.closures.denotedBy(node);
  if (closure === null) return;
  const use = cx.closures.use(node);
  switch (use.kind) {
    case "none":
    case "call":
      break;
    case "callback":
      if (use.runs === "later")
        giveAway(cx, closure, node, "handed-over", settledBeforeHandler(cx, use.call, node));
      break;
    case "handed-over":
      giveAway(cx, closure, node, "handed-over");
      break;
    case "escape":
      giveAway(cx, closure, node, "escape");
      break;
  }
}

/** A method, accessor or constructor that captures: whoever has the object may call it. */
export function lowerMethodValue(cx: Lowering, node: ts.Node): void {
  cx.build.makeFunction(node);
  const closure = cx.closures.ofNode(node);
  if (closure !== null) giveAway(cx, closure, closure.node.name ?? node, "escape");
}

/** The closure runs as part of a call. */
export function runClosure(cx: Lowering, closure: Closure, node: ts.Node, call: ts.Node): void {
  invoke(cx, closure, node, call, closure.isGenerator ? "handed-over" : closure.isAsync ? "deferred" : "now");
}

/** A callee runs the closure any number of times, none included (C2). */
export function runRepeatedly(
  cx: Lowering,
  closure: Closure,
  node: ts.Node,
  call: ts.Node,
  given: () => void,
): void {
  const { build } = cx;
  const outer = build.loop;
  const head = build.reserve();
  const body = build.reserve();
  const exit = build.reserve();
  keepResults(cx, call, "before");
  build.goto(head);
  build.loop = { at: spanOf(cx, node), repeatedBy: calleeText(cx, call), parent: outer };
  build.enter(head);
  build.branch(body, exit);
  build.enter(body);
  given();
  runClosure(cx, closure, node, call);
  keepResults(cx, call, "after");
  build.goto(head, true);
  build.loop = outer;
  build.enter(exit);
}

function closureText({ name }: Closure): string {
  return name === "" ? "a closure" : `\`${name}\``;
}

function calleeText(cx: Lowering, call: ts.Node): string {
  const { expression } = call as ts.CallExpression | ts.NewExpression;
  return cx.syntax.textOf(
    expression.kind === cx.syntax.SyntaxKind.PropertyAccessExpression
      ? (expression as ts.PropertyAccessExpression).name
      : expression,
  );
}

/** K1: what an iteration does with its elements, it may do in functions within, wherever these run. */
export function isTakenByClosures(cx: Lowering, names: ReadonlySet<string>): boolean {
  return [...names].some((name) =>
    (cx.scopes.capturedBy.get(Number(name)) ?? []).some((owner) => {
      const body = cx.bodyOf(owner);
      return body === null || body.moves.some(({ place }) => rootOf(place).key === name);
    }),
  );
}

function giveAway(
  cx: Lowering,
  closure: Closure,
  node: ts.Node,
  mode: "handed-over" | "escape",
  handles: Held | null = null,
): void {
  // B4: a borrow may not be captured by what outlives the call.
  for (const capture of cx.scopes.captures.get(closure.node) ?? []) {
    const reference = bindingPlace(cx, capture.at);
    const using = reference.kind === "place" ? usingOf(cx, reference.place) : null;
    if (using !== null) {
      // F5: it is disposed of at the end of its scope, and the closure may run after that.
      const labels = [{ kind: "declaration", at: using.at, place: capture.name }] as const;
      const detail = `captured by ${closureText(closure)}`;
      report(cx, {
        rule: "move-out-of-using",
        at: spanOf(cx, capture.at),
        subject: capture.name,
        detail,
        labels,
      });
    }
    // B3: what a handler looks at, the promise looks at that it makes.
    if (capture.ownership === "owned" || handles !== null) continue;
    const detail = `captured by ${closureText(closure)}, which may run later`;
    report(cx, {
      rule: "borrow-escape",
      at: spanOf(cx, capture.at),
      subject: capture.name,
      detail,
      labels: [],
    });
  }
  invoke(cx, closure, node, node, mode, handles);
}

export function lowerClass(cx: Lowering, node: ts.ClassLikeDeclaration): void {
  const K = cx.syntax.SyntaxKind;
  for (const clause of node.heritageClauses ?? []) {
    if (clause.token !== K.ExtendsKeyword) continue;
    for (const { expression } of clause.types) lowerExpression(cx, expression, borrowing);
  }
  lowerDecorators(cx, node);
  for (const member of node.members) {
    lowerDecorators(cx, member);
    lowerName(cx, member.name);
    if (isBodyOwner(cx.syntax, member)) lowerMethodValue(cx, member);
  }
  for (const member of node.members) {
    if (member.kind === K.ClassStaticBlockDeclaration)
      lowerStatement(cx, (member as ts.ClassStaticBlockDeclaration).body, []);
    else if (member.kind === K.PropertyDeclaration && isStatic(cx.syntax, member as ts.PropertyDeclaration))
      lowerField(cx, member as ts.PropertyDeclaration);
  }
}

/** The value of a field moves into it. */
export function lowerField(cx: Lowering, { name, initializer }: ts.PropertyDeclaration): void {
  if (initializer === undefined) return;
  const reason = { kind: "property", name: cx.syntax.textOf(name) } as const;
  lowerExpression(cx, initializer, flowInto(cx, initializer, reason));
}

/** Decorators of a class, its members and their parameters are evaluated where the class is. */
function lowerDecorators(cx: Lowering, node: ts.Node): void {
  const K = cx.syntax.SyntaxKind;
  const { modifiers, parameters } = node as {
    modifiers?: readonly ts.ModifierLike[];
    parameters?: readonly ts.ParameterDeclaration[];
  };
  for (const modifier of modifiers ?? []) {
    if (modifier.kind === K.Decorator) lowerExpression(cx, modifier.expression, borrowing);
  }
  for (const parameter of parameters ?? []) lowerDecorators(cx, parameter);
}
