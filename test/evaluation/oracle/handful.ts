import {
  attempt,
  borrow,
  fill,
  fork,
  leave,
  loop,
  mayThrow,
  peek,
  place,
  run,
  spend,
  stop,
  take,
} from "../language/build.js";
import type { Expr, Name, Program, Stmt, Variable } from "../language/syntax.js";

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

const lend = borrow(r, place(b));
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
  sample("M4: filled on each path", "ok", fork([take(place(b)), fill(place(b))]), take(place(b))),
  sample("P2: a part and its sibling", "ok", take(place(p, "a")), take(place(p, "c"))),
  sample("P2: the whole after a part", "error", take(place(p, "a")), take(place(p), "pair")),
  sample("R1: a part of what is gone", "error", take(place(p), "pair"), fill(place(p, "a"))),
  sample("F2: over the back edge", "error", loop(take(place(b)))),
  sample("F2: out of the loop", "ok", loop(take(place(b)), leave)),
  sample("F3: the callee keeps it", "error", attempt([take(place(b)), stop], [take(place(b))])),
  sample("F3: nothing has moved yet", "ok", attempt([mayThrow, take(place(p, "a")), stop], [take(place(b))])),
  sample(
    "F3: moved before it is filled again",
    "error",
    attempt([take(place(b)), fill(place(b))], [take(place(b))]),
  ),
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
  sample(
    "R2: a swap",
    "ok",
    {
      kind: "assign-pattern",
      pattern: {
        kind: "array",
        elements: [
          { kind: "into", target: place(b), fallback: null },
          { kind: "into", target: place(p, "a"), fallback: null },
        ],
      },
      value: { kind: "literal", shape: "tuple", parts: [place(p, "a"), place(b)] },
    },
    take(place(b)),
    take(place(p, "a")),
  ),
  sample("B1: read beside a borrow", "ok", lend, peek(place(b)), peek(borrowed)),
  sample("B1: moved under a borrow", "error", lend, take(place(b)), peek(borrowed)),
  sample("B1: overwritten under a borrow", "error", lend, fill(place(b)), peek(borrowed)),
  sample("B1: moved after its last look", "ok", lend, peek(borrowed), take(place(b))),
  sample(
    "K1: pushed in, and kept",
    "error",
    run({ kind: "insert", target: place(list), value: place(b) }),
    take(place(b)),
  ),
  sample(
    "K1: spread into another array",
    "error",
    take({ kind: "copy-elements", source: place(list) }, "array"),
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
