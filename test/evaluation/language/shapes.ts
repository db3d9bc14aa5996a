/**
 * The types of the core language. `optional` is `Budget | null | undefined`; `pair` and `nest` are object types; `tuple`
 * is `[Budget, Budget]`, `array` is `Budget[]`, `map` is `Map<string, Budget>`, `promise` is `Promise<Budget>`.
 */
export type Shape = "budget" | "optional" | "pair" | "tuple" | "nest" | "array" | "map" | "promise";

/** The parts with a place of their own (P1), in declaration order. Elements of containers have none (P3). */
export const partsOf: Readonly<Record<Shape, readonly (readonly [key: string, shape: Shape])[]>> = {
  budget: [],
  optional: [],
  pair: [
    ["a", "budget"],
    ["c", "budget"],
  ],
  tuple: [
    ["0", "budget"],
    ["1", "budget"],
  ],
  nest: [
    ["p", "pair"],
    ["b", "budget"],
  ],
  array: [],
  map: [],
  promise: [],
};

export type Container = "array" | "map";

export function isContainer(shape: Shape): shape is Container {
  return shape === "array" || shape === "map";
}

export function shapeAt(shape: Shape, path: readonly string[]): Shape {
  let at = shape;
  for (const key of path) at = partsOf[at].find(([name]) => name === key)?.[1] ?? "budget";
  return at;
}
