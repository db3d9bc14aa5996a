import { describe, expect, it } from "vitest";
import { printProgram } from "../../language/print/printProgram.js";
import { fill, place, run, take, task } from "../../language/build.js";
import type { Program, Stmt, Variable } from "../../language/syntax.js";
import { handful } from "../handful.js";
import { ExecutionOracle } from "./ExecutionOracle.js";

const oracle = new ExecutionOracle();

const b: Variable = { id: 1, name: "b", shape: "budget" };
const c: Variable = { id: 2, name: "c", shape: "budget" };
const tick = run({ kind: "tick" });
const f = { id: 3, name: "f" };
const define = (isAsync: boolean, ...body: Stmt[]): Stmt => ({
  kind: "function",
  name: f,
  form: "arrow",
  isAsync,
  parameters: [],
  body,
});
const call = (awaited: boolean): Stmt => run({ kind: "call", callee: f, arguments: [], awaited });
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
    ["a local function, called once", "ok", sample(define(false, take(place(b))), call(false))],
    [
      "a local function, called twice",
      "error",
      sample(define(false, take(place(b))), call(false), call(false)),
    ],
    [
      "a local function, called before",
      "error",
      sample(take(place(b)), define(false, take(place(b))), call(false)),
    ],
    [
      "an async function, awaited before the next use",
      "error",
      sample(define(true, tick, take(place(b))), call(true), take(place(b))),
    ],
    [
      "an async function, still running at the next use",
      "error",
      sample(define(true, tick, take(place(b))), call(false), take(place(b))),
    ],
    [
      "an async function that throws halfway, and nobody notices",
      "error",
      sample(define(true, take(place(b)), fill(place(b))), call(false), take(place(b))),
    ],
    [
      "the same, awaited",
      "ok",
      sample(define(true, take(place(b)), fill(place(b))), call(true), take(place(b))),
    ],
    [
      "a callback that runs later",
      "error",
      sample({ kind: "callback", runs: "later", body: [take(place(b))] }, take(place(b))),
    ],
    [
      "two callbacks for two budgets",
      "ok",
      sample({ kind: "callback", runs: "later", body: [take(place(b))] }, take(place(c))),
    ],
    ["a borrow of a task that nobody awaits", "error", sample(task(f, place(b)), take(place(b)))],
    [
      "a borrow of a task that has been awaited",
      "ok",
      sample(task(f, place(b)), run({ kind: "await-task", name: f }), take(place(b))),
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
    const branch: Stmt = { kind: "if", test: { kind: "cond" }, yes: [take(place(b))], no: null };
    const { failure } = oracle.replay(sample(branch, branch));
    expect(failure).toEqual([1, 1]);
  });
});
