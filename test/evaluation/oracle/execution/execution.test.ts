import { describe, expect, it } from "vitest";
import { printProgram } from "../../language/print/printProgram.js";
import type { Expr, Program, Stmt, Variable } from "../../language/syntax.js";
import { handful } from "../handful.js";
import { ExecutionOracle } from "./ExecutionOracle.js";

const oracle = new ExecutionOracle();

const b: Variable = { id: 1, name: "b", shape: "budget" };
const c: Variable = { id: 2, name: "c", shape: "budget" };
const place = (variable: Variable): Extract<Expr, { kind: "place" }> => ({
  kind: "place",
  variable,
  path: [],
  spelling: "plain",
});
const take = (variable: Variable): Stmt => ({
  kind: "expression",
  value: { kind: "take", shape: "budget", value: place(variable) },
});
const tick: Stmt = { kind: "expression", value: { kind: "tick" } };
const f = { id: 3, name: "f" };
const define = (isAsync: boolean, ...body: Stmt[]): Stmt => ({
  kind: "function",
  name: f,
  form: "arrow",
  isAsync,
  parameters: [],
  body,
});
const call = (awaited: boolean): Stmt => ({
  kind: "expression",
  value: { kind: "call", callee: f, arguments: [], awaited },
});
const sample = (...body: Stmt[]): Program => ({ isAsync: true, parameters: [b, c], body });

describe("samples", () => {
  it.each(handful)("$rule: $verdict", ({ verdict, program }) => {
    const [opinion] = oracle.judge([program]);
    // A loop without an error in it has one more turn, always.
    const agreed = verdict === "ok" ? expect.stringMatching(/^ok/) : "error";
    expect(opinion, printProgram("t", program)).toMatchObject({ verdict: agreed });
  });
});

describe("what only execution can show", () => {
  it.each<[name: string, verdict: "ok" | "error", program: Program]>([
    ["a local function, called once", "ok", sample(define(false, take(b)), call(false))],
    ["a local function, called twice", "error", sample(define(false, take(b)), call(false), call(false))],
    ["a local function, called before", "error", sample(take(b), define(false, take(b)), call(false))],
    [
      "an async function, awaited before the next use",
      "error",
      sample(define(true, tick, take(b)), call(true), take(b)),
    ],
    [
      "an async function, still running at the next use",
      "error",
      sample(define(true, tick, take(b)), call(false), take(b)),
    ],
    [
      "a callback that runs later",
      "error",
      sample({ kind: "callback", runs: "later", body: [take(b)] }, take(b)),
    ],
    [
      "two callbacks for two budgets",
      "ok",
      sample({ kind: "callback", runs: "later", body: [take(b)] }, take(c)),
    ],
    [
      "a borrow of a task that nobody awaits",
      "error",
      sample({ kind: "declare-task", name: f, source: place(b) }, take(b)),
    ],
    [
      "a borrow of a task that has been awaited",
      "ok",
      sample(
        { kind: "declare-task", name: f, source: place(b) },
        { kind: "expression", value: { kind: "await-task", name: f } },
        take(b),
      ),
    ],
  ])("%s: %s", (_, verdict, program) => {
    expect(oracle.judge([program])).toEqual([{ verdict }]);
  });
});

describe("bounds", () => {
  const loop: Stmt = { kind: "while", id: 9, test: { kind: "cond" }, body: [] };

  it("a loop without an error is clean as far as it was run", () => {
    const [opinion] = new ExecutionOracle({ turns: 2, runs: 100 }).judge([sample(loop)]);
    expect(opinion).toEqual({ verdict: "ok within bounds", bound: "2 turns of a loop" });
  });

  it("says that there were more runs than it was allowed", () => {
    const [opinion] = new ExecutionOracle({ turns: 9, runs: 5 }).judge([sample(loop)]);
    expect(opinion).toEqual({ verdict: "ok within bounds", bound: "5 runs" });
  });

  it("answers that fail can be run again", () => {
    const branch: Stmt = { kind: "if", test: { kind: "cond" }, yes: [take(b)], no: null };
    const { failure } = oracle.replay(sample(branch, branch));
    expect(failure).toEqual([1, 1]);
  });
});
