import type { Fault } from "../Fault.js";

const source = "plugin/core/lower/expressions.ts";
const calls = "plugin/core/lower/calls.ts";
const patterns = "plugin/core/lower/patterns.ts";

/** F1, M1, M6: which operands are evaluated, in which order, and what each call does with its own. */
export const expressions: readonly Fault[] = [
  {
    name: "the right side of `&&` always runs",
    rule: "F1",
    file: source,
    edits: [
      {
        passage: "lowerCondition(cx, node.left, right, join);",
        replacement: "lowerCondition(cx, node.left, right, right);",
      },
      {
        passage:
          "if (operatorToken.kind === K.AmpersandAmpersandToken) lowerCondition(cx, left, rest, whenFalse);",
        replacement:
          "if (operatorToken.kind === K.AmpersandAmpersandToken) lowerCondition(cx, left, rest, rest);",
      },
    ],
    by: "generated",
  },
  {
    name: "the right side of `&&` never runs",
    rule: "F1",
    file: source,
    edits: [
      {
        passage: "lowerCondition(cx, node.left, right, join);",
        replacement: "lowerCondition(cx, node.left, join, join);",
      },
      {
        passage:
          "if (operatorToken.kind === K.AmpersandAmpersandToken) lowerCondition(cx, left, rest, whenFalse);",
        replacement:
          "if (operatorToken.kind === K.AmpersandAmpersandToken) lowerCondition(cx, left, whenTrue, whenFalse);",
      },
    ],
    by: "generated",
  },
  {
    name: "the right side of `??` and `||` never runs",
    rule: "F1",
    file: source,
    edits: [
      { passage: "cx.build.branch(chosen, other);", replacement: "cx.build.goto(chosen);" },
      { passage: "cx.build.branch(join, other);", replacement: "cx.build.goto(join);" },
    ],
    by: "generated",
  },
  {
    name: "the left side of `??` and `||` flows on even if it is not chosen",
    rule: "M1",
    file: source,
    edits: [
      {
        passage:
          "    cx.build.branch(chosen, other);\n    cx.build.enter(chosen);\n    applyFlow(cx, reference, flow, withoutParentheses(cx, left));\n",
        replacement:
          "    applyFlow(cx, reference, flow, withoutParentheses(cx, left));\n    cx.build.branch(chosen, other);\n    cx.build.enter(chosen);\n",
      },
    ],
    by: "handwritten",
  },
  {
    name: "a ternary has one branch",
    rule: "F1",
    file: source,
    edits: [
      {
        passage: "lowerCondition(cx, node.condition, whenTrue, whenFalse);",
        replacement: "lowerCondition(cx, node.condition, whenFalse, whenFalse);",
      },
    ],
    by: "generated",
  },
  {
    name: "`!` does not swap the outcomes",
    rule: "F1",
    file: source,
    edits: [
      {
        passage: "lowerCondition(cx, unary.operand, whenFalse, whenTrue);",
        replacement: "lowerCondition(cx, unary.operand, whenTrue, whenFalse);",
      },
    ],
    by: "handwritten",
  },
  {
    name: "the left side of a comma is not evaluated",
    rule: "M6",
    file: source,
    edits: [
      {
        passage: "  lowerExpression(cx, first, borrowing);\n  rest.reverse()",
        replacement: "  rest.reverse()",
      },
    ],
    by: "generated",
  },
  {
    name: "an optional chain is always evaluated",
    rule: "F1",
    file: "plugin/core/lower/access.ts",
    edits: [{ passage: "cx.build.branch(present, skipped);", replacement: "cx.build.goto(present);" }],
    by: "handwritten",
  },
  {
    name: "`??=` and its kin always assign",
    rule: "F1",
    file: "plugin/core/lower/assignments.ts",
    edits: [{ passage: "cx.build.branch(assign, join);", replacement: "cx.build.goto(assign);" }],
    by: "handwritten",
  },
  {
    name: "a default in a pattern is ignored",
    rule: "M1",
    file: patterns,
    edits: [
      {
        passage: '  lowerExpression(cx, initializer, flow.kind === "borrow" ? lending(lent) : flow);\n',
        replacement: "  void flow;\n",
      },
    ],
    by: "generated",
  },
  {
    name: "a default in a pattern is always evaluated",
    rule: "M1",
    file: patterns,
    edits: [{ passage: "cx.build.branch(missing, join);", replacement: "cx.build.goto(missing);" }],
    by: "handwritten",
  },
  {
    name: "a spread moves what a later key overwrites",
    rule: "M1",
    file: "plugin/core/lower/literals.ts",
    edits: [{ passage: "if (!overwritten.has(part))", replacement: "if (!overwritten.has(``))" }],
    by: "generated",
  },
  {
    name: "a receiver is consumed before the arguments",
    rule: "M6",
    file: calls,
    edits: [
      {
        passage: "  const before = cx.interruptions.length;\n  const atomic = isAtomic(call);\n",
        replacement:
          "  const before = cx.interruptions.length;\n  const atomic = isAtomic(call);\n" +
          "  if (receiver !== null) consumeReceiver(cx, receiver, before, call.restorable);\n",
      },
      {
        passage:
          "  operate(cx, node, fact);\n  if (receiver !== null) consumeReceiver(cx, receiver, before, call.restorable);\n",
        replacement: "  operate(cx, node, fact);\n",
      },
    ],
    by: "generated",
  },
  {
    name: "arguments may take the receiver away",
    rule: "M6",
    file: calls,
    edits: [
      {
        passage: '  moveOut(cx, place, node, { kind: "move", reason, verb: "spent", collect }, interrupted);',
        replacement:
          '  cx.build.emit({ op: "declare", place });\n' +
          '  moveOut(cx, place, node, { kind: "move", reason, verb: "spent", collect }, interrupted);',
      },
    ],
    by: "generated",
  },
  {
    name: "arguments are evaluated from right to left",
    rule: "M6",
    file: calls,
    edits: [
      {
        passage: "  operands.forEach((operand, index) => {\n    if (!isInert",
        replacement:
          "  operands.map((it, at) => [it, at] as const).reverse().forEach(([operand, index]) => {\n    if (!isInert",
      },
    ],
    by: "generated",
  },
  {
    name: "a method never consumes its receiver",
    rule: "T6",
    file: calls,
    edits: [
      {
        passage: "if (fact?.consumesReceiver === true) return",
        replacement: "if (fact === undefined) return",
      },
    ],
    by: "generated",
  },
  {
    name: "a borrowed parameter takes its argument",
    rule: "M3",
    file: calls,
    edits: [
      {
        passage: '    case "borrow":\n      return lending(call.lent);\n    case "escape":',
        replacement:
          '    case "borrow":\n      return moving({ kind: "argument", callee: call.name, parameter, declaredAt });\n    case "escape":',
      },
    ],
    by: "generated",
  },
  {
    name: "an owning parameter only borrows",
    rule: "M1",
    file: calls,
    edits: [
      {
        passage: 'moving({ kind: "argument", callee: call.name, parameter, declaredAt });',
        replacement: "lending(call.lent);",
      },
    ],
    by: "generated",
  },
];
