import type { Fault } from "../Fault.js";

const statements = "plugin/core/lower/statements.ts";
const finalizers = "plugin/core/lower/finalizers.ts";
const loops = "plugin/core/lower/loops.ts";
const jumps = "plugin/core/lower/Jumps.ts";

/** F1, F2, F4, F6: which statement runs after which. */
export const controlFlow: readonly Fault[] = [
  {
    name: "no back edge",
    rule: "F2",
    file: "plugin/core/dataflow/solveForward.ts",
    edits: [
      {
        passage: "flow(block, terminal.target, state, terminal.back);",
        replacement: "if (!terminal.back) flow(block, terminal.target, state, terminal.back);",
      },
    ],
    by: "generated",
  },
  {
    name: "for-of and for-in run once",
    rule: "F2",
    file: loops,
    edits: [
      {
        passage: "  update();\n  build.goto(head, true);",
        replacement:
          "  update();\n  if (node.kind === cx.syntax.SyntaxKind.ForOfStatement || " +
          "node.kind === cx.syntax.SyntaxKind.ForInStatement) build.goto(exit); else build.goto(head, true);",
      },
    ],
    by: "generated",
  },
  {
    name: "do runs once",
    rule: "F2",
    file: loops,
    edits: [
      {
        passage: "  build.enter(latch);\n  build.goto(head, true);",
        replacement: "  build.enter(latch);\n  build.goto(exit);",
      },
    ],
    by: "generated",
  },
  {
    name: "loop bodies run at least once",
    rule: "F2",
    file: loops,
    edits: [
      { passage: "  test(body, exit);\n", replacement: "  build.goto(body);\n" },
      {
        passage: "  update();\n  build.goto(head, true);",
        replacement: "  update();\n  test(head, exit);",
      },
    ],
    by: "generated",
  },
  {
    name: "loop bodies run exactly once",
    rule: "F2",
    file: loops,
    edits: [
      { passage: "  test(body, exit);\n", replacement: "  test(body, body);\n" },
      {
        passage: "  update();\n  build.goto(head, true);",
        replacement: "  update();\n  build.goto(exit);",
      },
    ],
    by: "generated",
  },
  {
    name: "`continue` leaves the loop",
    rule: "F1",
    file: loops,
    edits: [{ passage: "continueTo: latch }", replacement: "continueTo: exit }" }],
    by: "generated",
  },
  {
    name: "`while (true)` is a condition",
    rule: "M4",
    file: loops,
    edits: [
      {
        passage: "if (condition.kind === K.TrueKeyword) cx.build.goto(whenTrue);",
        replacement: "if (condition.kind === K.TrueKeyword) cx.build.branch(whenTrue, whenFalse);",
      },
    ],
    by: "generated",
  },
  {
    name: "labels of jumps are ignored",
    rule: "F1",
    file: jumps,
    edits: [
      {
        passage:
          "label === null ? scope.unlabelled && block !== null : scope.labels.includes(label) && block !== null;",
        replacement: "scope.unlabelled && block !== null;",
      },
    ],
    by: "generated",
  },
  {
    name: "`else` never runs",
    rule: "F1",
    file: statements,
    edits: [
      {
        passage: "lowerCondition(cx, expression, whenTrue, whenFalse);",
        replacement: "lowerCondition(cx, expression, whenTrue, whenTrue);",
      },
    ],
    by: "generated",
  },
  {
    name: "`return` goes on",
    rule: "F6",
    file: statements,
    edits: [
      { passage: "      cx.jumps.return();\n      cx.build.enter(cx.build.reserve());\n", replacement: "" },
    ],
    by: "generated",
  },
  {
    name: "`switch` does not fall through",
    rule: "F1",
    file: statements,
    edits: [{ passage: "cx.build.goto(bodies[index + 1] ?? exit);", replacement: "cx.build.goto(exit);" }],
    by: "generated",
  },
  {
    name: "`default` is always taken",
    rule: "F1",
    file: statements,
    edits: [
      {
        passage: "branchLearning(cx, learnFromCase(cx, node.expression, clause.expression), body, next);",
        replacement: "cx.build.goto(next);",
      },
    ],
    by: "generated",
  },
  {
    name: "`default` is never taken",
    rule: "F1",
    file: statements,
    edits: [{ passage: "      fallback = body;\n", replacement: "" }],
    by: "generated",
  },
  {
    name: "some `case` always matches",
    rule: "F1",
    file: statements,
    edits: [
      {
        passage: "let fallback: BlockId = exit;",
        replacement: "let fallback: BlockId = bodies.at(-1) ?? exit;",
      },
    ],
    by: "generated",
  },
  {
    name: "one `finally` for all completions",
    rule: "F4",
    file: finalizers,
    edits: [
      {
        passage: "if (cx.finalizerDepth > maxExactFinalizerDepth) {",
        replacement: "if (cx.finalizerDepth > 0) {",
      },
    ],
    by: "generated",
  },
  {
    name: "`return`, `break` and `continue` skip `finally`",
    rule: "F4",
    file: jumps,
    edits: [
      {
        passage: 'if (scope.kind === "finalizer") next = this.completion(scope, key, next);',
        replacement: "void scope;",
      },
    ],
    by: "generated",
  },
  {
    name: "jumps run the innermost `finally` only",
    rule: "F4",
    file: jumps,
    edits: [
      {
        passage: "this.#scopes.slice(outermost + 1)",
        replacement: 'this.#scopes.slice(outermost + 1).filter((it) => it.kind === "finalizer").slice(-1)',
      },
    ],
    by: "handwritten",
  },
  {
    name: "exceptions skip `finally`",
    rule: "F4",
    file: finalizers,
    edits: [
      {
        passage: 'build.handler = cx.jumps.completion(finalizer, "throw", rethrowTo(cx, outerHandler));',
        replacement: "void [finalizer, rethrowTo];",
      },
    ],
    by: "generated",
  },
  {
    name: "`finally` swallows exceptions",
    rule: "F4",
    file: finalizers,
    edits: [
      {
        passage: 'cx.jumps.completion(finalizer, "throw", rethrowTo(cx, outerHandler))',
        replacement: 'cx.jumps.completion(finalizer, "throw", after)',
      },
    ],
    by: "generated",
  },
];
