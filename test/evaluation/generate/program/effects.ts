import type { Expr } from "../../language/syntax.js";
import { someCondition } from "./conditions.js";
import type { Draft } from "./Draft.js";
import { someReceiver } from "./lent.js";
import { someNumber } from "./numbers.js";
import { someContainer, someTarget } from "./places.js";
import { someValue } from "./values.js";

export function someEffect(draft: Draft, depth: number): Expr {
  switch (
    draft.random.weighted({
      take: 36,
      assign: 26,
      number: 16,
      when: 8,
      spend: 3,
      "logical-assign": 4,
      "may-throw": 5,
      fail: 1,
      insert: draft.when("containers", 10),
      clear: draft.when("containers", 7),
      tick: draft.isAsync ? 4 : 0,
      call: draft.scope.functions.length > 0 ? 28 : 0,
    })
  ) {
    case "insert": {
      const target = someContainer(draft);
      if (target === null) return { kind: "may-throw" };
      return { kind: "insert", target, value: someValue(draft, "budget", depth - 1) };
    }
    case "clear": {
      const target = someContainer(draft);
      return target === null ? { kind: "may-throw" } : { kind: "clear", target };
    }
    case "tick":
      return { kind: "tick" };
    case "call": {
      const { name, isAsync, parameters } = draft.random.pick(draft.scope.functions);
      return {
        kind: "call",
        callee: name,
        arguments: parameters.map(({ shape }) => someValue(draft, shape, depth - 1)),
        awaited: isAsync && draft.isAsync && draft.random.chance(0.75),
      };
    }
    case "take": {
      const shape = draft.random.weighted(draft.shapes);
      return { kind: "take", shape, value: someValue(draft, shape, depth, 0.75) };
    }
    case "assign": {
      const shape = draft.random.weighted(draft.shapes);
      const target = someTarget(draft, shape);
      if (target === null) return { kind: "may-throw" };
      return { kind: "assign", target, value: someValue(draft, shape, depth, 0.35) };
    }
    case "number":
      return someNumber(draft, Math.max(depth, 1));
    case "when":
      return {
        kind: "when",
        test: someCondition(draft, depth - 1),
        effect: someEffect(draft, Math.max(depth - 1, 0)),
      };
    case "spend":
      return {
        kind: "method",
        method: "spend",
        receiver: someReceiver(draft, depth),
        amount: someNumber(draft, depth - 1),
      };
    case "logical-assign": {
      const target = someTarget(draft, "optional");
      if (target === null) return { kind: "may-throw" };
      const operator = draft.random.pick(["??=", "||=", "&&="] as const);
      return { kind: "logical-assign", operator, target, value: someValue(draft, "budget", depth) };
    }
    case "may-throw":
      return { kind: "may-throw" };
    case "fail":
      return { kind: "fail" };
  }
}
