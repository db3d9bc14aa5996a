import type { Fault } from "../Fault.js";

const run = "plugin/core/analyses/OwnershipRun.ts";
const statements = "plugin/core/lower/statements.ts";
const calls = "plugin/core/lower/calls.ts";

/** F3, T10: in which states a handler begins. */
export const exceptions: readonly Fault[] = [
  {
    name: "no exception edge",
    rule: "F3",
    file: "plugin/core/dataflow/solveForward.ts",
    edits: [
      {
        passage: "if (handler !== null) flow(block, handler, analysis.clone(raised), false);",
        replacement: "if (handler !== null) return;",
      },
    ],
    by: "generated",
  },
  {
    name: "handlers begin in the state before `try`",
    rule: "F3",
    file: statements,
    edits: [
      {
        passage: "  build.handler = handler;\n  build.split();\n",
        replacement:
          "  build.handler = handler;\n  build.split();\n" +
          '  build.emit({ op: "call", at: spanOf(cx, clause), what: "", throws: true, reenters: false, ' +
          "restores: [], pending: [], settles: null });\n  build.handler = outerHandler;\n  build.split();\n",
      },
    ],
    by: "generated",
  },
  {
    name: "only the first thing of a block throws",
    rule: "F3",
    file: run,
    edits: [
      {
        passage: "} else if (!this.#raised) {",
        replacement:
          "} else if ((this as { everRaised?: boolean }).everRaised !== true) {\n" +
          "      (this as { everRaised?: boolean }).everRaised = true;",
      },
    ],
    by: "generated",
  },
  {
    name: "`throw` in a `try` leaves the function",
    rule: "F3",
    file: statements,
    edits: [
      {
        passage:
          'if (cx.build.handler === null) cx.build.terminate({ kind: "throw" });\n      else cx.build.goto(cx.build.handler);',
        replacement: 'cx.build.terminate({ kind: "throw" });',
      },
    ],
    by: "generated",
  },
  {
    name: "`catch` catches its own exceptions",
    rule: "F3",
    file: statements,
    edits: [
      {
        passage: "  build.handler = outerHandler;\n  build.enter(handler);\n  lowerCatch(cx, clause);\n",
        replacement: "  build.enter(handler);\n  lowerCatch(cx, clause);\n  build.handler = outerHandler;\n",
      },
    ],
    by: "generated",
  },
  {
    name: "arguments leave only if the call returns",
    rule: "F3",
    file: calls,
    edits: [
      {
        passage: 'moving({ kind: "argument", callee: call.name, parameter, declaredAt });',
        replacement:
          'moving({ kind: "argument", callee: call.name, parameter, declaredAt }, "moved", call.restorable);',
      },
      { passage: "restores: atomic ? call.restorable : [],", replacement: "restores: call.restorable," },
    ],
    by: "generated",
  },
  {
    name: "the target is assigned even if the value throws",
    rule: "F3",
    file: "plugin/core/lower/assignments.ts",
    edits: [
      {
        passage:
          "  lowerExpression(cx, value, borrows ? lending(lent) : flowInto(cx, value, assignmentReason(cx, target)));\n",
        replacement:
          '  if (reference.kind === "place") cx.pending.push([{ place: reference.place } as never]);\n' +
          "  lowerExpression(cx, value, borrows ? lending(lent) : flowInto(cx, value, assignmentReason(cx, target)));\n" +
          '  if (reference.kind === "place") cx.pending.pop();\n',
      },
    ],
    by: "generated",
  },
  {
    name: "no callee is failure-atomic",
    rule: "T10",
    file: calls,
    edits: [{ passage: "restores: atomic ? call.restorable : [],", replacement: "restores: []," }],
    by: "generated",
  },
  {
    name: "functions that never return do",
    rule: "M4",
    file: calls,
    edits: [{ passage: "if (fact?.returnsNever === true) {", replacement: "if (fact === undefined) {" }],
    by: "generated",
  },
];
