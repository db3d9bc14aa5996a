import ts from "typescript";
import { describe, expect, it } from "vitest";
import { checkTexts, summaries } from "./support/checkTexts.js";

/** What an editor checks: a program that is being typed, cut off at each of its tokens. */

const agent = `import { type Borrowed, type Budget, type Receipt, BudgetMint, takeFrom } from "affine-budget";

interface Job<T extends object = {}> {
  readonly budget: Budget<"tokens", 1_000>;
  readonly name: \`job \${string}\`;
  run?(b: Budget): Promise<Budget>;
}
type Parts = [first: Budget, ...rest: Budget[]];

declare function plan(b: Borrowed<Budget>, ...hints: string[]): Promise<number>;
declare function work(b: Budget): Promise<Budget>;
const jobs = new Map<string, Budget>();

export class Agent {
  static #count = 0;
  private budget: Budget | null;
  constructor(budget: Budget, readonly name = "agent") {
    this.budget = budget;
    Agent.#count++;
  }
  get left(): number {
    return this.budget?.remaining ?? 0;
  }
  async run(): Promise<void> {
    const { budget } = this;
    if (budget === null) throw new Error("empty");
    this.budget = null;
    const [slice, rest] = budget.split(10);
    try {
      this.budget = await work(slice);
    } catch (error: unknown) {
      console.log(\`failed: \${String(error)} of \${this.name}\`, error);
    } finally {
      rest.close();
    }
  }
}

export async function all({ budget: b, run = work }: Job, list: string[]): Promise<number> {
  let total = 0;
  outer: for (const [index, item] of list.entries()) {
    switch (item) {
      case "skip":
        continue outer;
      case "stop":
        break outer;
      default:
        total += await plan(b, item, ...list);
    }
    do total -= index; while (total > 100 && !b.covers(total));
  }
  jobs.set("x", await run!(b));
  const x = takeFrom(jobs, "x") as Budget | undefined;
  x?.close();
  return b.remaining > 3 ? (total satisfies number) : -total;
}
`;

const closures = `import type { Budget, Once } from "affine-budget";
declare function take(b: Budget): void;
declare function later(callback: Once<() => void>): void;
declare function mk(): Budget;

export function tasks(b: Budget, c: Budget): void {
  const once: Once<() => void> = () => take(b);
  later(once);
  let spare: Budget | undefined = c;
  function refill(): void {
    spare = spare ?? mk();
  }
  refill();
  [1, 2, 3].forEach((n, i) => {
    if (n > i) refill();
    else spare &&= spare.spend(n);
  });
  while (spare !== undefined) {
    using held = mk();
    ({ left: spare } = { left: undefined, ...{ b: held.remaining } });
  }
  take(c);
}

export function* slices(b: Budget): Generator<Budget> {
  for (let i = 0, n = 3; i < n; ++i) {
    const [slice, rest] = b.split(1);
    yield slice;
    b = rest;
  }
  label: {
    if (b.remaining === 0) break label;
    return void take(b), take(b);
  }
}

export const tag = (b: Budget) => String.raw\`\${b.remaining}\${((n: number) => n ** 2)(b.remaining)}\`;
`;

/** The source up to the end of each of its tokens. */
function prefixesOf(source: string): readonly string[] {
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest);
  const ends = new Set<number>([0]);
  const visit = (node: ts.Node): void => {
    if (node.getChildCount(file) === 0) ends.add(node.end);
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...ends].sort((a, b) => a - b).map((end) => source.slice(0, end));
}

describe("a program that is being typed", () => {
  it.each([
    { name: "classes, patterns and promises", source: agent, whole: ["use-after-delegation b"] },
    {
      name: "closures, generators and loops",
      source: closures,
      whole: ["aliasing c", "use-after-delegation b"],
    },
  ])("$name: is checked at every token", ({ source, whole }) => {
    const prefixes = prefixesOf(source);
    expect(prefixes.length).toBeGreaterThan(250);
    const check = checkTexts(Object.fromEntries(prefixes.map((prefix, index) => [String(index), prefix])));
    const failures = prefixes.flatMap((prefix, index) =>
      summaries(check(String(index)))
        .filter((report) => report.startsWith("internal-error"))
        .map((report) => `${report} after: ${prefix.slice(-60)}`),
    );
    expect(failures).toEqual([]);
    expect(summaries(check(String(prefixes.length - 1)))).toEqual(whole);
  });
});
