import type { Expr } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";
import { someLentValue } from "./lent.js";
import { someNumber } from "./numbers.js";
import { somePlace } from "./places.js";

export function someCondition(draft: Draft, depth: number): Expr {
  const { flags } = draft.scope;
  if (flags.length > 0 && draft.random.chance(0.5)) return { kind: "flag", name: draft.random.pick(flags) };
  if (depth <= 0 || draft.random.chance(0.45)) return { kind: "cond" };
  switch (draft.random.weighted({ positive: 4, covers: 2, present: 3, same: 1, not: 3, logic: 5 })) {
    case "positive":
      return { kind: "positive", value: someNumber(draft, depth) };
    case "covers":
      return {
        kind: "covers",
        receiver: someLentValue(draft, depth - 1),
        amount: someNumber(draft, depth - 1),
      };
    case "present": {
      const value = somePlace(draft, "optional");
      return value === null ? { kind: "cond" } : { kind: "present", value };
    }
    case "same": {
      const left = somePlace(draft, "budget");
      const right = somePlace(draft, "budget");
      return left === null || right === null ? { kind: "cond" } : { kind: "same", left, right };
    }
    case "not":
      return { kind: "not", value: someCondition(draft, depth - 1) };
    case "logic":
      return {
        kind: "logic",
        operator: draft.random.pick(["&&", "||"] as const),
        left: someCondition(draft, depth - 1),
        right: someCondition(draft, depth - 1),
      };
  }
}
