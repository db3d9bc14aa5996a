import type { Expr } from "../../language/syntax.js";
import { someChoice } from "./choices.js";
import type { Draft } from "./Draft.js";
import { someEffect } from "./effects.js";
import { someReceiver } from "./lent.js";
import { someNumber } from "./numbers.js";
import { someContainer, somePlace, someTarget } from "./places.js";
import { someValue } from "./values.js";

export function someBudget(draft: Draft, depth: number): Expr {
  switch (
    draft.random.weighted({
      fresh: 14,
      pass: 7,
      spend: 10,
      merge: 5,
      choose: 6,
      fallback: 6,
      assign: 5,
      "logical-assign": 3,
      sequence: 3,
      await: draft.isAsync ? 12 : 0,
      element: draft.when("containers", 0.7),
    })
  ) {
    case "await":
      return { kind: "await", value: someValue(draft, "promise", depth - 1, 0.7) };
    case "element": {
      const source = someContainer(draft);
      return source === null ? { kind: "fresh", shape: "budget" } : { kind: "element", source };
    }
    case "fresh":
      return { kind: "fresh", shape: "budget" };
    case "pass":
      return { kind: "pass", value: someValue(draft, "budget", depth - 1) };
    case "spend":
      return {
        kind: "method",
        method: "spend",
        receiver: someReceiver(draft, depth - 1),
        amount: someNumber(draft, depth - 1),
      };
    case "merge":
      return {
        kind: "merge",
        receiver: someReceiver(draft, depth - 1),
        argument: someValue(draft, "budget", depth - 1),
      };
    case "choose":
      return someChoice(draft, "budget", depth);
    case "fallback":
      return {
        kind: "fallback",
        operator: draft.random.pick(["??", "||"] as const),
        left: somePlace(draft, "optional") ?? { kind: "fresh", shape: "optional" },
        right: someValue(draft, "budget", depth - 1),
      };
    case "assign": {
      const target = someTarget(draft, "budget");
      const value = someValue(draft, "budget", depth - 1);
      return target === null ? value : { kind: "assign", target, value };
    }
    case "logical-assign": {
      const target = someTarget(draft, "optional");
      const value = someValue(draft, "budget", depth - 1);
      return target === null
        ? value
        : { kind: "logical-assign", operator: draft.random.pick(["??=", "||="] as const), target, value };
    }
    case "sequence":
      return {
        kind: "sequence",
        first: someEffect(draft, depth - 1),
        last: someValue(draft, "budget", depth - 1),
      };
  }
}

export function someOptional(draft: Draft, depth: number): Expr {
  const source = draft.uses("containers") ? someContainer(draft) : null;
  switch (
    draft.random.weighted({ fresh: 3, spend: 3, budget: 4, choose: 2, remove: source === null ? 0 : 8 })
  ) {
    case "remove":
      return source === null ? { kind: "fresh", shape: "optional" } : { kind: "remove", source };
    case "fresh":
      return { kind: "fresh", shape: "optional" };
    case "spend": {
      const receiver = somePlace(draft, "optional") ?? ({ kind: "fresh", shape: "optional" } as const);
      return { kind: "optional-spend", receiver, amount: someNumber(draft, depth - 1) };
    }
    case "budget":
      return someValue(draft, "budget", depth - 1);
    case "choose":
      return someChoice(draft, "optional", depth);
  }
}
