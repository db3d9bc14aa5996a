import type { Shape } from "../language/shapes.js";
import type { Expr, Name, PlaceExpr, Program, Stmt, Variable } from "../language/syntax.js";

/** A program written by hand, with the verdict that the ownership rules give it, and the rule. */
export interface Sample {
  readonly rule: string;
  readonly verdict: "ok" | "error";
  readonly program: Program;
}

const b: Variable = { id: 1, name: "b", shape: "budget" };
const p: Variable = { id: 2, name: "p", shape: "pair" };
const list: Variable = { id: 3, name: "l", shape: "array" };
const later: Variable = { id: 4, name: "w", shape: "promise" };
const r: Name = { id: 5, name: "r" };

const place = (variable: Variable, ...path: string[]): PlaceExpr => ({
  kind: "place",
  variable,
  path,
  spelling: "plain",
});
const run = (value: Expr): Stmt => ({ kind: "expression", value });
const take = (value: Expr, shape: Shape = "budget"): Stmt => run({ kind: "take", shape, value });
const peek = (value: Expr): Stmt => run({ kind: "peek", shape: "budget", value });
const fill = (target: PlaceExpr, shape: Shape = "budget"): Stmt =>
  run({ kind: "assign", target, value: { kind: "fresh", shape } });
const fork = (yes: Stmt[], no: Stmt[] | null = null): Stmt => ({
  kind: "if",
  test: { kind: "cond" },
  yes,
  no,
});
const loop = (...body: Stmt[]): Stmt => ({ kind: "while", id: 9, test: { kind: "cond" }, body });
const attempt = (body: Stmt[], handler: Stmt[] | null, finalizer: Stmt[] | null = null): Stmt => ({
  kind: "try",
  body,
  handler,
  finalizer,
});
const mayThrow: Stmt = run({ kind: "may-throw" });
const leave: Stmt = { kind: "break", target: 9, labelled: false };
const stop: Stmt = { kind: "return", value: null };
const spend = (receiver: Expr, amount: Expr = { kind: "number" }): Expr => ({
  kind: "method",
  method: "spend",
  receiver,
  amount,
});
const borrow: Stmt = { kind: "declare-borrow", name: r, source: place(b) };
const borrowed: Expr = { kind: "borrowed", name: r };

const sample = (rule: string, verdict: "ok" | "error", ...body: Stmt[]): Sample => ({
  rule,
  verdict,
  program: { isAsync: true, parameters: [b, p, list, later], body },
});

/** None of these verdicts was computed: each follows from the rule beside it. */
export const handful: readonly Sample[] = [
  sample("M1", "error", take(place(b)), take(place(b))),
  sample("R1", "ok", take(place(b)), fill(place(b)), take(place(b))),
  sample("M4: moved on some path", "error", fork([take(place(b))]), take(place(b))),
  sample("M4: moved on each path, once", "ok", fork([take(place(b))], [take(place(b))])),
  sample("P2: a part and its sibling", "ok", take(place(p, "a")), take(place(p, "c"))),
  sample("P2: the whole after a part", "error", take(place(p, "a")), take(place(p), "pair")),
  sample("R1: a part of what is gone", "error", take(place(p), "pair"), fill(place(p, "a"))),
  sample("F2: over the back edge", "error", loop(take(place(b)))),
  sample("F2: out of the loop", "ok", loop(take(place(b)), leave)),
  sample("F3: the callee keeps it", "error", attempt([take(place(b)), stop], [take(place(b))])),
  sample("F3: nothing has moved yet", "ok", attempt([mayThrow, take(place(p, "a")), stop], [take(place(b))])),
  sample("T10: it is still there", "ok", attempt([run(spend(place(b))), stop], [take(place(b))])),
  sample("F4: after return", "error", attempt([{ kind: "return", value: place(b) }], null, [take(place(b))])),
  sample("F4: on the one way", "ok", attempt([take(place(p, "a"))], null, [take(place(b))])),
  sample("F4: after break", "error", loop(attempt([take(place(b)), leave], null, [peek(place(b))]))),
  sample("F6: unreachable", "ok", take(place(b)), stop, take(place(b))),
  sample(
    "M6: read it while it is reserved",
    "ok",
    run(spend(place(b), { kind: "remaining", receiver: place(b) })),
  ),
  sample(
    "M6: close it while it is reserved",
    "error",
    run(spend(place(b), { kind: "close", receiver: place(b) })),
  ),
  sample("M6: merge it with itself", "error", run({ kind: "merge", receiver: place(b), argument: place(b) })),
  sample("B1: read beside a borrow", "ok", borrow, peek(place(b)), peek(borrowed)),
  sample("B1: moved under a borrow", "error", borrow, take(place(b)), peek(borrowed)),
  sample("B1: overwritten under a borrow", "error", borrow, fill(place(b)), peek(borrowed)),
  sample("B1: moved after its last look", "ok", borrow, peek(borrowed), take(place(b))),
  sample(
    "K1: pushed in, and kept",
    "error",
    run({ kind: "insert", target: place(list), value: place(b) }),
    take(place(b)),
  ),
  sample(
    "K1: spread into another array",
    "error",
    run({ kind: "copy-elements", source: place(list) }),
    take(place(list), "array"),
  ),
  sample(
    "R4: emptied after its elements left",
    "ok",
    take({ kind: "copy-elements", source: place(list) }, "array"),
    run({ kind: "clear", target: place(list) }),
    take(place(list), "array"),
  ),
  sample(
    "R4: emptied after it has left",
    "error",
    take(place(list), "array"),
    run({ kind: "clear", target: place(list) }),
  ),
  sample("K3: awaited once", "ok", take({ kind: "await", value: place(later) })),
  sample(
    "K3: awaited twice",
    "error",
    take({ kind: "await", value: place(later) }),
    take(place(later), "promise"),
  ),
  sample("C2: run once", "ok", { kind: "callback", runs: "once", body: [take(place(b))] }),
  sample("C2: run many times", "error", { kind: "callback", runs: "many", body: [take(place(b))] }),
  sample(
    "C2: run many times, and filled again",
    "ok",
    { kind: "callback", runs: "many", body: [take(place(b)), fill(place(b))] },
    take(place(b)),
  ),
];
