import type { Fault } from "../Fault.js";

const run = "plugin/core/analyses/OwnershipRun.ts";
const calls = "plugin/core/lower/calls.ts";
const loops = "plugin/core/lower/loops.ts";

/** B, K1: who looks at what, for how long; what a loop takes out of a container. */
export const borrows: readonly Fault[] = [
  {
    name: "the loan of an argument begins with the call",
    rule: "B1",
    file: calls,
    edits: [
      {
        passage:
          'cx.build.emit({ op: "lend", holder: call.borrower, loans: [...places], holders: [...holders] });',
        replacement: "void 0;",
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
    name: "what breaks a borrow is no news to a handler",
    rule: "F3",
    file: run,
    edits: [
      {
        passage: "    this.#raised = false;\n    breakLoans(state, place, by);\n",
        replacement: "    breakLoans(state, place, by);\n",
      },
    ],
    by: "handwritten",
  },
  {
    name: "a named borrow never ends",
    rule: "B1",
    file: run,
    edits: [
      {
        passage: "    breakLoans(state, place, by);\n",
        replacement:
          "    breakLoans(state, place, by);\n" +
          "    for (const [holder, broken] of state.broken)\n" +
          '      observer.usedBrokenLoan?.({ kind: "use", place: holder, at: by, verb: "borrowed", presence: false, inside: null }, holder, broken);\n',
      },
    ],
    by: "generated",
  },
  {
    name: "overwriting the owner leaves its borrows valid",
    rule: "B1",
    file: run,
    edits: [{ passage: "    } else this.#disturb(place, at);\n", replacement: "    }\n" }],
    by: "generated",
  },
  {
    name: "a borrowed result is no loan",
    rule: "B2",
    file: calls,
    edits: [{ passage: "    takes.places.push(...lent.places);\n", replacement: "" }],
    by: "handwritten",
  },
  {
    name: "a loan to an async function ends with the call",
    rule: "B3",
    file: calls,
    edits: [
      {
        passage: "if (!goesOn || isOverWithReceiver(cx, node, fact)) return;\n",
        replacement: "if (goesOn || !goesOn || isOverWithReceiver(cx, node, fact)) return;\n",
      },
    ],
    by: "generated",
  },
  {
    name: "a loop never takes the elements",
    rule: "K1",
    file: loops,
    edits: [
      {
        passage: "build.movesSince(firstMove).some((move) => names.has(rootOf(move.place).key)) ||",
        replacement: "build.movesSince(firstMove).some(() => false) ||",
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
        passage: "build.movesSince(firstMove).some((move) => names.has(rootOf(move.place).key)) ||",
        replacement: "firstMove >= 0 ||",
      },
    ],
    by: "handwritten",
  },
];
