import type { Fault } from "../Fault.js";

const flow = "plugin/core/analyses/OwnershipFlow.ts";
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
    name: "a closure re-initialises nothing",
    rule: "C1",
    file: flow,
    edits: [
      {
        passage: "place: Place): void {\n    if (effect.fills) this.#fill(place, invoke.at);\n",
        replacement: "place: Place): void {\n",
      },
    ],
    by: "handwritten",
  },
  {
    name: "holes are forgotten when other code may run",
    rule: "C4",
    file: flow,
    edits: [
      {
        passage: "    for (const hole of state.holes) {\n",
        replacement: "    for (const hole of new Set<Place>()) {\n",
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
