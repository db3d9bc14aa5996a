import { describe, expect, it } from "vitest";
import { checkTexts, summaries } from "./support/checkTexts.js";

/**
 * Generated code: as large or as deep as it gets while the compiler itself can still take it in (its parser and binder
 * recurse over `else if` and `&&`). Each program spends twice, at its end or its innermost point: a check that gave up
 * would say nothing.
 */

const prelude = `import type { Budget } from "affine-budget";
declare function take(b: Budget): void;
declare function pass<T extends Budget>(b: T): T;
declare function mk(): Budget;
declare function cond(): boolean;
declare const n: number;
`;
const twice = "take(b); take(b);";

function f(body: string): string {
  return `${prelude}export function f(b: Budget): void {\n${body}\n}\n`;
}

function repeat(count: number, text: (index: number) => string, separator = "\n"): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(separator);
}

/** `count` levels of something around two moves. */
function nest(count: number, open: string, close: string, inner = twice): string {
  return f(open.repeat(count) + inner + close.repeat(count));
}

const secondMove = ["use-after-delegation b"];
/** The first of two moves meets itself, the second meets the first. */
const loopMoves = ["moved-in-loop b", "use-after-delegation b"];

interface Hostile {
  readonly text: string;
  readonly reports?: readonly string[];
}

const long: Readonly<Record<string, Hostile>> = {
  "10,000 statements": {
    text: f(`${repeat(10_000, (i) => (i % 10 === 0 ? "cond();" : `n + ${String(i)};`))} ${twice}`),
  },
  "1,000 statements that each give the budget back": {
    text: f(`${"b = b.spend(1);\n".repeat(1_000)} ${twice}`),
  },
  "500 slices": {
    text: f(
      `${repeat(500, (i) => `const [s${String(i)}, r${String(i)}] = b.split(1); take(s${String(i)}); b = r${String(i)};`)} ${twice}`,
    ),
  },
  "3,000 statements in a `try`": {
    text: f(
      `try { ${repeat(1_000, (i) => `const c${String(i)} = mk(); take(c${String(i)}); cond();`)} ${twice} } catch {}`,
    ),
  },
  "1,000 else-ifs, each of which moves": {
    text: f(`${repeat(1_000, () => "if (cond()) { take(b); }", " else ")} take(b);`),
  },
  "5,000 cases": {
    text: f(`switch (n) { ${repeat(5_000, (i) => `case ${String(i)}: b.remaining; break;`)} } ${twice}`),
  },
  "5,000 operands of `+`": {
    text: f(`const t = ${repeat(5_000, String, " + ")} + b.remaining; t; ${twice}`),
  },
  "500 operands that name the budget": {
    text: f(`${repeat(500, () => "b.remaining", " + ")}; ${twice}`),
  },
  "500 operands of `&&`": { text: f(`${repeat(500, () => "cond()", " && ")} && take(b); take(b);`) },
  "300 operands of `??`": { text: f(`take(${repeat(300, () => "mk()", " ?? ")} ?? b); take(b);`) },
  "1,000 values in a sequence": { text: f(`(${repeat(1_000, () => "cond()", ", ")}); ${twice}`) },
  "a chain of 200 calls": {
    text: f(`take(b${".spend(1)".repeat(200)}); take(b);`),
    reports: ["double-spend b"],
  },
  "2,000 holes in a template": { text: f(`\`${"${b.remaining}".repeat(2_000)}\`; ${twice}`) },
  "a string of 5 MB": { text: f(`const s = "${"x".repeat(5 << 20)}"; s; ${twice}`) },
  "an array of 5 MB": { text: f(`const s = [${`"${"x".repeat(100)}",`.repeat(50_000)}]; s; ${twice}`) },
  "1,000 functions": {
    text: prelude + repeat(1_000, (i) => `export function f${String(i)}(b: Budget): void { ${twice} }`),
    reports: Array.from({ length: 1_000 }, () => "use-after-delegation b"),
  },
  "300 closures, each called by the one before": {
    text: f(`${repeat(300, (i) => `function g${String(i)}() { g${String(i + 1)}(); b.remaining; }`)}
function g300() {} g0(); ${twice}`),
  },
  "300 closures, each called by the one after": {
    text: f(`function g0() { take(b); }
${repeat(300, (i) => `function g${String(i + 1)}() { g${String(i)}(); }`)} g300(); g300();`),
  },
};

const deep: Readonly<Record<string, Hostile>> = {
  blocks: { text: nest(200, "{", "}") },
  ifs: { text: nest(200, "if (cond()) {", "}") },
  "else-branches": { text: nest(200, "if (cond()) {} else {", "}") },
  calls: { text: f(`take(${"pass(".repeat(200)}b${")".repeat(200)}); take(b);`) },
  parentheses: { text: f(`take(${"(".repeat(200)}b${")".repeat(200)}); take(b);`) },
  ternaries: { text: f(`take(${"cond() ? mk() : ".repeat(200)} b); take(b);`) },
  "called closures": { text: nest(200, "(() => {", "})();") },
  "named closures": {
    text: f(
      `${repeat(200, (i) => `function g${String(i)}() {`)} ${twice} ${repeat(200, (i) => `} g${String(199 - i)}();`)}`,
    ),
  },
  "callbacks that run later": { text: nest(100, "void Promise.resolve().then(() => {", "});") },
  "try/finally": { text: nest(200, "try {", "} finally { cond(); }") },
  "finalizers of finalizers": { text: nest(100, "try { cond(); } finally {", "}") },
  "returns through finalizers": { text: nest(200, "try { if (cond()) return;", "} finally { cond(); }") },
  "try/catch": { text: nest(200, "try {", "} catch { cond(); }") },
  handlers: { text: nest(200, "try { cond(); } catch {", "}") },
  "object literals": {
    text: f(`const o = ${"{ a: ".repeat(200)}b${" }".repeat(200)}; take(b);`),
    reports: ["aliasing b"],
  },
  "array literals": {
    text: f(`const o = ${"[".repeat(200)}b${"]".repeat(200)}; take(b);`),
    reports: ["aliasing b"],
  },
  "while loops": { text: nest(200, "while (cond()) {", "}"), reports: loopMoves },
  "for loops": { text: nest(200, "for (let i = 0; i < 3; i++) {", "}"), reports: loopMoves },
  "do loops": { text: nest(200, "do {", "} while (cond());"), reports: loopMoves },
  switches: { text: nest(200, "switch (n) { case 1:", "}") },
  labels: { text: f(`${repeat(200, (i) => `l${String(i)}:`, " ")} { ${twice} }`) },
  classes: {
    text: nest(100, "class A { m() {", "} }", "") + `export function g(b: Budget): void { ${twice} }`,
  },
};

describe("a program that is very long", () => {
  const check = checkTexts(Object.fromEntries(Object.entries(long).map(([name, { text }]) => [name, text])));
  it.each(Object.entries(long))("%s", (name, { reports = secondMove }) => {
    expect(summaries(check(name))).toEqual(reports);
  });
});

describe("a program that nests up to 200 levels of", () => {
  const check = checkTexts(Object.fromEntries(Object.entries(deep).map(([name, { text }]) => [name, text])));
  it.each(Object.entries(deep))("%s", (name, { reports = secondMove }) => {
    expect(summaries(check(name))).toEqual(reports);
  });
});
