import type ts from "typescript";
import type { Lowering } from "./Lowering.js";
import { valueOf } from "./values.js";

/**
 * What a cast does to an owned value. `same-place`: the target is affine or borrowed, so nothing happens (P1).
 * `forge`: the target is affine and the source is not (X6). `flow`: the value flows into the target type (T5).
 */
export function castInto(
  cx: Lowering,
  node: ts.AsExpression | ts.TypeAssertion,
): "same-place" | "forge" | "flow" {
  const source = valueOf(cx, node.expression);
  const target = cx.facts.value(node).ownership.kind;
  if (source.ownership.kind === "owned")
    return target === "owned" || target === "borrowed" ? "same-place" : "flow";
  if (target === "owned" && !source.empty) return "forge";
  return "same-place";
}
