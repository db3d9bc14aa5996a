import type { Expr } from "../../language/syntax.js";
import { someChoice } from "./choices.js";
import type { Draft } from "./Draft.js";
import { someReceiver } from "./lent.js";
import { someNumber } from "./numbers.js";
import { somePlace } from "./places.js";
import { someValue } from "./values.js";

export function somePair(draft: Draft, depth: number): Expr {
  const source = somePlace(draft, "pair");
  switch (draft.random.weighted({ fresh: 3, literal: 4, spread: source === null ? 0 : 3, choose: 2 })) {
    case "fresh":
      return { kind: "fresh", shape: "pair" };
    case "literal":
      return {
        kind: "literal",
        shape: "pair",
        parts: [someValue(draft, "budget", depth - 1), someValue(draft, "budget", depth - 1)],
      };
    case "spread": {
      const key = draft.random.pick(["a", "c", null]);
      const value: Expr =
        key === null ? { kind: "fresh", shape: "budget" } : someValue(draft, "budget", depth - 1);
      return { kind: "spread", source: source ?? neverPlace(), key, value };
    }
    case "choose":
      return someChoice(draft, "pair", depth);
  }
}

export function someTuple(draft: Draft, depth: number): Expr {
  switch (
    draft.random.weighted({ fresh: 2, split: 5, literal: 3, choose: 1, "await-all": draft.isAsync ? 3 : 0 })
  ) {
    case "await-all":
      return {
        kind: "await-all",
        left: someValue(draft, "promise", depth - 1, 0.7),
        right: someValue(draft, "promise", depth - 1, 0.7),
      };
    case "fresh":
      return { kind: "fresh", shape: "tuple" };
    case "split":
      return {
        kind: "method",
        method: "split",
        receiver: someReceiver(draft, depth - 1),
        amount: someNumber(draft, depth - 1),
      };
    case "literal":
      return {
        kind: "literal",
        shape: "tuple",
        parts: [someValue(draft, "budget", depth - 1), someValue(draft, "budget", depth - 1)],
      };
    case "choose":
      return someChoice(draft, "tuple", depth);
  }
}

export function someArray(draft: Draft, depth: number): Expr {
  const source = somePlace(draft, "array");
  switch (draft.random.weighted({ fresh: 3, literal: 4, copy: source === null ? 0 : 3 })) {
    case "fresh":
      return { kind: "fresh", shape: "array" };
    case "literal":
      return {
        kind: "literal",
        shape: "array",
        parts: Array.from({ length: draft.random.below(3) }, () => someValue(draft, "budget", depth - 1)),
      };
    case "copy":
      return source === null
        ? { kind: "fresh", shape: "array" }
        : { kind: "copy-elements", source: { ...source, spelling: "plain" } };
  }
}

function neverPlace(): never {
  throw new Error("a spread needs a pair to spread");
}
