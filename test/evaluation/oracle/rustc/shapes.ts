import { shapeAt, type Shape } from "../../language/shapes.js";
import type { Expr } from "../../language/syntax.js";

/** A place of the Rust program: a variable or temporary, with fields. */
export interface RustPlace {
  readonly text: string;
  readonly shape: Shape;
}

export const rustType: Readonly<Record<Shape, string>> = {
  budget: "Budget",
  optional: "Opt",
  pair: "Pair",
  tuple: "Tuple",
  nest: "Nest",
  array: "List",
  map: "List",
  promise: "Later",
};

/** Null and undefined are `None`; where TypeScript widens or narrows, Rust wraps or unwraps. */
export function owned({ text, shape }: RustPlace, wanted: Shape): string {
  if (shape === "budget" && wanted === "optional") return `Some(${text})`;
  if (shape === "optional" && wanted === "budget") return `${text}.unwrap()`;
  return text;
}

export function borrowed({ text, shape }: RustPlace, wanted: Shape): string {
  if (shape === "budget" && wanted === "optional") return `some(&${text})`;
  if (shape === "optional" && wanted === "budget") return `${text}.as_ref().unwrap()`;
  return `&${text}`;
}

/** The shape of a value where nothing around it asks for one. */
export function naturalShape(expr: Expr): Shape {
  switch (expr.kind) {
    case "place":
      return shapeAt(expr.variable.shape, expr.path);
    case "fresh":
    case "literal":
      return expr.shape;
    case "spread":
      return "pair";
    case "method":
      return expr.method === "split" ? "tuple" : "budget";
    case "optional-spend":
    case "remove":
      return "optional";
    case "copy-elements":
      return "array";
    case "start":
      return "promise";
    case "await-all":
      return "tuple";
    case "assign":
    case "logical-assign":
      return naturalShape(expr.target);
    case "sequence":
      return naturalShape(expr.last);
    case "fallback":
      return naturalShape(expr.right);
    case "choose": {
      const yes = naturalShape(expr.yes);
      return yes === "budget" ? naturalShape(expr.no) : yes;
    }
    default:
      return "budget";
  }
}
