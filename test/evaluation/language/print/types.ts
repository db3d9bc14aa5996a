import type { Shape } from "../shapes.js";

/** The end of the names in the prelude that are about a shape: `takePair`, `peekPair`. */
export const suffix: Readonly<Record<Shape, string>> = {
  budget: "",
  optional: "Opt",
  pair: "Pair",
  tuple: "Tuple",
  nest: "Nest",
  array: "List",
  map: "Dict",
  promise: "Later",
};

export function typeName(shape: Shape): string {
  return shape === "budget" ? "Budget" : suffix[shape];
}
