import type { Fault } from "../Fault.js";

const flow = "plugin/core/analyses/OwnershipFlow.ts";
const calls = "plugin/core/lower/calls.ts";
const loops = "plugin/core/lower/loops.ts";

/** B, K1: who looks at what, for how long; what a loop takes out of a container. */
export const borrows: readonly Fault[] = [
  {
    name: "the loan of an argument ends before the call",
    rule: "B1",
    file: calls,
    edits: [
      {
        passage:
          '  for (const { place, at } of call.lent.places) cx.build.emit({ op: "end-loan", place, at });\n',
        replacement: "",
      },
    ],
    by: "generated",
  },
  {
    name: "a named borrow ends at once",
    rule: "B1",
    file: "plugin/core/lower/borrows.ts",
    edits: [
      {
        passage: 'cx.build.emit({ op: "lend", holder, loans: lent.places, holders: kept });',
        replacement: "void kept;",
      },
    ],
    by: "handwritten",
  },
  {
    name: "a named borrow never ends",
    rule: "B1",
    file: flow,
    edits: [
      {
        passage: "    breakLoans(state, place, move.at);\n    this.#raised = false;\n",
        replacement:
          "    breakLoans(state, place, move.at);\n    this.#raised = false;\n" +
          "    for (const [holder, broken] of state.broken)\n" +
          '      observer.usedBrokenLoan?.({ kind: "use", place: holder, at: move.at, verb: "borrowed", inside: null }, holder, broken);\n',
      },
    ],
    by: "handwritten",
  },
  {
    name: "overwriting the owner leaves its borrows valid",
    rule: "B1",
    file: flow,
    edits: [{ passage: "} else if (state.loans.size > 0) breakLoans(state, place, at);", replacement: "}" }],
    by: "handwritten",
  },
  {
    name: "a borrowed result is no loan",
    rule: "B2",
    file: calls,
    edits: [{ passage: "    flow.loans.places.push(...lent.places);\n", replacement: "" }],
    by: "handwritten",
  },
  {
    name: "a loan to an async function ends at its first `await`",
    rule: "B3",
    file: calls,
    edits: [
      {
        passage:
          'cx.build.emit({ op: "pin", places: lent.places.map(({ place }) => place), at: spanOf(cx, node) });',
        replacement: "void 0;",
      },
    ],
    by: "handwritten",
  },
  {
    name: "a loop never takes the elements",
    rule: "K1",
    file: loops,
    edits: [
      {
        passage: "build.movesSince(firstMove).some((move) => names.has(rootOf(move.place).key));",
        replacement: "build.movesSince(firstMove).some(() => false);",
      },
    ],
    by: "handwritten",
  },
  {
    name: "a loop always takes the elements",
    rule: "K1",
    file: loops,
    edits: [
      {
        passage: "build.movesSince(firstMove).some((move) => names.has(rootOf(move.place).key));",
        replacement: "firstMove >= 0;",
      },
    ],
    by: "handwritten",
  },
];
