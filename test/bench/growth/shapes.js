// @ts-check

/** @param {number} n @param {(index: number) => string} line */
const repeat = (n, line) => Array.from({ length: n }, (_, index) => line(index)).join("\n");

const head = `
  import type { Borrowed, Budget } from "affine-budget";
  declare function run(budget: Budget): Budget;
  declare function look(budget: Borrowed<Budget>): number;
  declare function flip(): boolean;
`;

/** Functions of a growing size, each growing in another way; n is the number of repetitions. */
export const shapes = /** @type {readonly { name: string, source: (n: number) => string }[]} */ ([
  {
    name: "statements",
    source: (n) => `${head}
export function f(b: Budget): Budget {
  let rest = b;
  ${repeat(n, (i) => `if (rest.covers(${i})) rest = rest.spend(${i});`)}
  return rest;
}`,
  },
  {
    name: "nesting",
    // The depth is the square root's: blocks within blocks, beside each other.
    source: (n) => {
      const depth = Math.max(1, Math.min(50, Math.ceil(Math.sqrt(n))));
      const block = `${"if (flip()) { rest = rest.spend(1); for (;;) { if (flip()) break; ".repeat(depth)}${"} }".repeat(depth)}`;
      return `${head}
export function f(b: Budget): Budget {
  let rest = b;
  ${repeat(Math.ceil(n / depth), () => block)}
  return rest;
}`;
    },
  },
  {
    name: "captured closures",
    source: (n) => `${head}
export function f(b: Budget): Budget {
  let rest = b;
  ${repeat(n, (i) => `const spend${i} = () => { rest = rest.spend(${i}); };\n  if (flip()) spend${i}();`)}
  return rest;
}`,
  },
  {
    name: "places",
    source: (n) => `${head}
export function f(${repeat(n, (i) => `b${i}: Budget,`)}): number {
  let sum = 0;
  ${repeat(n, (i) => `sum += look(b${i});\n  if (flip()) sum += run(b${i}).remaining; else b${i}.close();`)}
  return sum;
}`,
  },
  {
    name: "parts",
    source: (n) => `${head}
export function f(all: { ${repeat(n, (i) => `b${i}: Budget;`)} }): number {
  let sum = 0;
  ${repeat(n, (i) => `if (flip()) all.b${i} = run(all.b${i});\n  sum += look(all.b${i});`)}
  return sum;
}`,
  },
  {
    name: "loops",
    source: (n) => `${head}
export function f(b: Budget): Budget {
  let rest = b;
  ${repeat(n, () => `while (flip()) { if (!rest.covers(1)) break; rest = run(rest); }`)}
  return rest;
}`,
  },
]);
