import { describe, expect, it } from "vitest";
import { checkTexts, summaries } from "./support/checkTexts.js";

const prelude = `import type { Borrowed, Budget, Receipt } from "affine-budget";
declare function take(b: Budget): void;
declare function mk(): Budget;
`;
const twice = `export function f(b: Budget): void { take(b); take(b); }\n`;

/** Sources that are no program, or no sensible one, each with what is reported of it nevertheless. */
const oddities: Readonly<Record<string, { readonly text: string; readonly reports: readonly string[] }>> = {
  "an empty file": { text: "", reports: [] },
  "nothing but a comment": { text: "/* affine-budget", reports: [] },
  "a byte order mark": { text: `\uFEFF${prelude}${twice}`, reports: ["use-after-delegation b"] },
  "Windows line ends": {
    text: `${prelude}${twice}`.replaceAll("\n", "\r\n").replaceAll(";", ";\r\n"),
    reports: ["use-after-delegation b"],
  },
  "old Mac and Unicode line ends": {
    text: `${prelude}${twice}`.replaceAll("\n", "\r").replaceAll("; ", ";\u2028"),
    reports: ["use-after-delegation b"],
  },
  "names beyond ASCII, and lone surrogates": {
    text: `${prelude}export function ƒ(бюджет: Budget, 𝒷: Budget): void {
  take(бюджет); take(\\u0431юджет); take(𝒷); take(𝒷); "\uD800";
}`,
    reports: ["use-after-delegation бюджет", "use-after-delegation 𝒷"],
  },
  "binary rubbish": { text: `${prelude}${twice}\0\u0001\uFFFF@#\`\${`, reports: ["use-after-delegation b"] },
  "braces that do not close": {
    text: `${prelude}${twice}export function g(b: Budget) { if (take(b) { take(b`,
    reports: ["use-after-delegation b", "use-after-delegation b"],
  },
  "statements in the wrong place": {
    text: `${prelude}export function f(b: Budget) { break; continue x; return; } return; export function g(b: Budget) { case 1: take(b); else take(b); }
super.x; new.target; await mk(); yield; this = 1; ${twice}`,
    reports: ["use-after-delegation b", "use-after-delegation b"],
  },
  "duplicate declarations": {
    text: `${prelude}${twice}${twice}
export function g(b: Budget, b: Budget): void { let b = mk(); const b = mk(); take(b); take(b); }
class C { x = mk(); x = mk(); m() {} m() {} constructor() {} constructor(b: Budget) { take(b); take(b); } }
class C {} interface C { y: Budget } namespace C { export const z = mk(); }`,
    reports: Array.from({ length: 4 }, () => "use-after-delegation b"),
  },
  "`with`": {
    text: `${prelude}export function f(b: Budget, o: object): void { with (o) { take(b); } take(b); take(b); }`,
    reports: ["unsupported o", "use-after-delegation b"],
  },
  "code that is never reached": {
    text: `${prelude}export function f(b: Budget): void { take(b); return; take(b); while (true) { take(b); } }
export function g(b: Budget): void { for (;;) {} take(b); take(b); }
export function h(b: Budget): never { throw b; take(b); }`,
    reports: [],
  },
  "types that contain themselves": {
    text: `${prelude}interface Tree { budget: Budget; left: Tree | null; right: Tree | null }
interface Ping { budget: Budget; pong: Pong } interface Pong { ping: Ping; plain: number }
type List<T> = { head: T; tail: List<T> } | null;
type Alias = Alias; type A = B; type B = A; interface I extends I {} class K extends K {}
declare function bury(t: Tree): void; declare function ping(p: Ping): void; declare function list(l: List<Budget>): void;
export function f(t: Tree, p: Pong, l: List<Budget>, a: Alias, i: I, k: K): void {
  bury(t); bury(t); ping(p.ping); ping(p.ping); list(l); list(l); console.log(a, i, k);
}`,
    reports: ["use-after-delegation t", "use-after-delegation p.ping", "use-after-delegation l"],
  },
  "generic types that expand without end": {
    text: `${prelude}interface Grow<T> { value: T; next: Grow<Grow<T>>; both: Grow<[T, T]> }
type Deep<T> = { [K in keyof T]: Deep<T[K]> } & { self: Deep<Deep<T>> };
declare function grow(g: Grow<Budget>): void; declare function deep(d: Deep<{ b: Budget }>): void;
export function f(g: Grow<Budget>, d: Deep<{ b: Budget }>): void { grow(g); grow(g); deep(d); deep(d); }`,
    reports: ["use-after-delegation g", "use-after-delegation d"],
  },
  "recursive conditional and template types": {
    text: `${prelude}type Unwrap<T> = T extends Promise<infer U> ? Unwrap<U> : T extends readonly (infer E)[] ? Unwrap<E> : T;
type Forever<T> = T extends unknown ? Forever<[T]> : never;
type Digits<S extends string> = S extends \`\${infer H}\${infer R}\` ? [H, ...Digits<R>] : [];
declare function one(b: Unwrap<Promise<Promise<Budget>[]>[]>): void;
export function f(b: Unwrap<Promise<Promise<Budget>[]>[]>, x: Forever<Budget>, d: Digits<"${"7".repeat(40)}">): void {
  one(b); one(b); void x; void d;
}`,
    reports: ["use-after-delegation b"],
  },
  "types that nobody declared": {
    text: `${prelude}export function a(b: Budgie, c: Budget<, d: typeof nobody, e: import("./nowhere").Budget): Missing<Budget> {
  take(b); take(b); nobody(c); return e; }
import { Budget as Elsewhere } from "./nowhere.js";
export function g(b: Elsewhere): void { take(b); take(b); } ${twice}`,
    // A type that is not there is `any` to the compiler, which has said so.
    reports: ["forged b", "forged b", "escape c", "forged b", "forged b", "use-after-delegation b"],
  },
};

describe("a source that is odd", () => {
  const check = checkTexts(
    Object.fromEntries(Object.entries(oddities).map(([name, { text }]) => [name, text])),
  );
  it.each(Object.entries(oddities))("%s", (name, { reports }) => {
    expect(summaries(check(name))).toEqual(reports);
  });
});
