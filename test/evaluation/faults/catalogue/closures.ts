import type { Fault } from "../Fault.js";

const run = "plugin/core/analyses/OwnershipRun.ts";
const source = "plugin/core/lower/closures.ts";
const calls = "plugin/core/lower/calls.ts";

/** C: what closures do to what they capture, and when. */
export const closures: readonly Fault[] = [
  {
    name: "a closure acts where it is made",
    rule: "C1",
    file: source,
    edits: [
      {
        passage: '    case "none":\n    case "call":\n      break;\n',
        replacement:
          '    case "none":\n      if (node === closure.node) runClosure(cx, closure, node, node);\n      break;\n    case "call":\n      break;\n',
      },
    ],
    by: "handwritten",
  },
  {
    name: "calls of closures do nothing",
    rule: "C1",
    file: calls,
    edits: [{ passage: "    runClosure(cx, called, node, node);\n", replacement: "" }],
    by: "handwritten",
  },
  {
    name: "summaries of closures are cut after one round",
    rule: "C1",
    file: "plugin/core/analyses/Summaries.ts",
    edits: [{ passage: "if (owner !== undefined) pending.add(owner);", replacement: "void owner;" }],
    by: "handwritten",
  },
  {
    name: "a closure re-initialises nothing",
    rule: "C1",
    file: run,
    edits: [
      {
        passage: "    if (effect.fills && completes) this.#fill(place, invoke.at);\n",
        replacement: "    void completes;\n",
      },
    ],
    by: "handwritten",
  },
  {
    name: "a closure that throws has moved nothing",
    rule: "F3",
    file: run,
    edits: [
      {
        passage: "if (effect.movedOnThrow) thrown.leave(",
        replacement: "if (effects.length < 0) thrown.leave(",
      },
    ],
    by: "handwritten",
  },
  {
    name: "callbacks run once",
    rule: "C2",
    file: source,
    edits: [
      {
        passage:
          '  keepResults(cx, call, "after");\n  build.goto(head, true);\n  build.loop = outer;\n  build.enter(exit);\n}\n\nfunction closureText',
        replacement:
          '  keepResults(cx, call, "after");\n  build.goto(exit);\n  build.loop = outer;\n  build.enter(exit);\n}\n\nfunction closureText',
      },
    ],
    by: "generated",
  },
  {
    name: "what is handed over takes no captures along",
    rule: "C2",
    file: run,
    edits: [
      {
        passage: "const taken = effects.filter(({ effect }) => leaves(effect));",
        replacement: "const taken = effects.filter(({ effect }) => leaves(effect)).slice(0, 0);",
      },
    ],
    by: "handwritten",
  },
  {
    name: "an escaping closure leaves its captures free",
    rule: "C3",
    file: run,
    edits: [
      {
        passage: "    addEscape(this.state, place, { at });\n",
        replacement: "    void place, at;\n",
      },
    ],
    by: "handwritten",
  },
  {
    name: "holes are forgotten when other code may run",
    rule: "C4",
    file: run,
    edits: [
      {
        passage: "    for (const hole of state.holes) {\n",
        replacement: "    for (const hole of new Set<Place>()) {\n",
      },
    ],
    by: "handwritten",
  },
  {
    name: "`await` interferes with nothing",
    rule: "C4",
    file: "plugin/core/lower/expressions.ts",
    edits: [
      {
        passage: '  interrupt(cx, node, "this `await`", { suspends: true, settles: always });\n',
        replacement: "",
      },
    ],
    by: "handwritten",
  },
  {
    name: "an async function is done when its call returns",
    rule: "C5",
    file: source,
    edits: [{ passage: 'closure.isAsync ? "deferred" : "now"', replacement: '"now"' }],
    by: "handwritten",
  },
];
