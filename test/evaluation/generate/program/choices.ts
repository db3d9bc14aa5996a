import type { Shape } from "../../language/shapes.js";
import type { Expr } from "../../language/syntax.js";
import { someCondition } from "./conditions.js";
import type { Draft } from "./Draft.js";
import { someValue } from "./values.js";

export function someChoice(draft: Draft, shape: Shape, depth: number): Expr {
  const test = someCondition(draft, depth - 1);
  return {
    kind: "choose",
    test,
    yes: someValue(draft, shape, depth - 1),
    no: someValue(draft, shape, depth - 1),
  };
}
