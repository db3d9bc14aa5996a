import type { Fault } from "../Fault.js";

const loops = "plugin/core/lower/loops.ts";

/** B, K1: who looks at what, for how long; what a loop takes out of a container. */
export const borrows: readonly Fault[] = [
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
