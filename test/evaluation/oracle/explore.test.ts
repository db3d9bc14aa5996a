import { describe, expect, it } from "vitest";
import {
  borrow,
  fill,
  fork,
  fresh,
  iterate,
  leave,
  place,
  run,
  spend,
  stop,
  take,
  task,
} from "../language/build.js";
import { printProgram } from "../language/print/printProgram.js";
import type { Name, Program, Stmt, Variable } from "../language/syntax.js";
import { explore } from "./explore.js";
import { handful } from "./handful.js";

const l = { id: 1, name: "l", shape: "array" } as const;
const x: Variable = { id: 2, name: "x", shape: "budget" };
const r: Name = { id: 3, name: "r" };
const t: Name = { id: 4, name: "t" };
const look: Stmt = run({ kind: "peek", shape: "budget", value: { kind: "borrowed", name: r } });
const push = (value: Parameters<typeof spend>[0]): Stmt => run({ kind: "insert", target: place(l), value });
const moveAll = take(place(l), "array");
const wait: Stmt = run({ kind: "await-task", name: t });

const sample = (...body: Stmt[]): Program => ({ isAsync: true, parameters: [l], body });

describe("the exact oracle, on programs written by hand", () => {
  it.each(handful)("$rule: $verdict", ({ verdict, program }) => {
    expect(explore(program).verdict, printProgram("t", program)).toBe(verdict);
  });

  // Each verdict follows from the rules named beside it; none was computed.
  it.each<[rule: string, verdict: "ok" | "error", program: Program]>([
    ["M6: pushed into the hole that it left", "error", sample(iterate(x, l, push(spend(place(x))), stop))],
    ["M6: pushed where nothing has left", "ok", sample(iterate(x, l, push(fresh()), leave))],
    [
      "B1: a name for an element, and its container",
      "error",
      sample(iterate(x, l, borrow(r, place(x)), moveAll, look, stop)),
    ],
    ["B1: looked at before it leaves", "ok", sample(iterate(x, l, borrow(r, place(x)), look, moveAll, stop))],
    [
      "B3: a task with an element, and its container",
      "error",
      sample(iterate(x, l, task(t, place(x)), moveAll, wait, stop)),
    ],
    [
      "B3: a task that is awaited before",
      "ok",
      sample(iterate(x, l, task(t, place(x)), wait, moveAll, stop)),
    ],
    [
      "B3: a task with a name for an element",
      "error",
      sample(iterate(x, l, borrow(r, place(x)), task(t, { kind: "borrowed", name: r }), moveAll, wait, stop)),
    ],
    [
      "B5: growing leaves an element where it is",
      "ok",
      sample(iterate(x, l, borrow(r, place(x)), push(fresh()), look)),
    ],
    [
      "R1: a container that is replaced under a borrow",
      "error",
      sample(iterate(x, l, borrow(r, place(x)), fill(place(l), "array"), look, stop)),
    ],
    [
      "R4: emptied after an element has left",
      "ok",
      sample(iterate(x, l, run({ kind: "clear", target: place(l) }), take(place(x)), stop)),
    ],
    [
      "R4: emptied under a borrow",
      "error",
      sample(
        iterate(
          x,
          l,
          run({ kind: "clear", target: place(l) }),
          run({ kind: "peek", shape: "budget", value: place(x) }),
          stop,
        ),
      ),
    ],
    [
      "B1: an element, and all of them in turn",
      "error",
      sample(borrow(r, { kind: "element", source: place(l) }), iterate(x, l, take(place(x))), look),
    ],
    [
      "M4: on the path that does not look",
      "ok",
      sample(iterate(x, l, borrow(r, place(x)), fork([moveAll, stop]), look)),
    ],
  ])("%s: %s", (_, verdict, program) => {
    expect(explore(program).verdict, printProgram("t", program)).toBe(verdict);
  });
});
