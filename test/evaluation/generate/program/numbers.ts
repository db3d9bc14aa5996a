import type { Expr } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";
import { someLentValue, someReceiver } from "./lent.js";
import { someBudgetPlace, somePlace } from "./places.js";
import { someValue } from "./values.js";

export function someNumber(draft: Draft, depth: number): Expr {
  if (depth <= 0 || draft.random.chance(0.35)) {
    const place = draft.random.chance(0.4) ? someBudgetPlace(draft) : null;
    if (place === null) return { kind: "number" };
    const borrow = draft.scope.borrows.length > 0 && draft.random.chance(0.5);
    return { kind: "remaining", receiver: borrow ? someLentValue(draft, 0) : place };
  }
  switch (
    draft.random.weighted({
      remaining: 5,
      peek: 5,
      close: 4,
      "optional-close": 3,
      "field-n": 2,
      add: 2,
      look: 3,
      mix: 3,
      both: 2,
      "await-peek": draft.isAsync ? 3 : 0,
      "await-task": draft.isAsync && draft.scope.tasks.length > 0 ? 12 : 0,
    })
  ) {
    case "await-peek":
      return { kind: "await-peek", value: someLentValue(draft, depth - 1) };
    case "await-task":
      return { kind: "await-task", name: draft.random.pick(draft.scope.tasks) };
    case "remaining":
      return { kind: "remaining", receiver: someLentValue(draft, depth - 1) };
    case "peek": {
      const shape = draft.random.weighted({ ...draft.shapes, promise: 0 });
      if (shape === "budget") return { kind: "peek", shape, value: someLentValue(draft, depth - 1) };
      return { kind: "peek", shape, value: someValue(draft, shape, depth - 1, 0.85) };
    }
    case "close":
      return { kind: "close", receiver: someReceiver(draft, depth - 1) };
    case "optional-close":
      return {
        kind: "optional-close",
        receiver: somePlace(draft, "optional") ?? { kind: "fresh", shape: "optional" },
      };
    case "field-n": {
      const source = somePlace(draft, "pair");
      return source === null ? { kind: "number" } : { kind: "field-n", source };
    }
    case "add":
      return { kind: "add", left: someNumber(draft, depth - 1), right: someNumber(draft, depth - 1) };
    case "look":
      return { kind: "look", value: someLentValue(draft, depth - 1), amount: someNumber(draft, depth - 1) };
    case "mix":
      return {
        kind: "mix",
        value: someValue(draft, "budget", depth - 1),
        amount: someNumber(draft, depth - 1),
      };
    case "both":
      return {
        kind: "both",
        left: someValue(draft, "budget", depth - 1),
        right: someValue(draft, "budget", depth - 1),
      };
  }
}
