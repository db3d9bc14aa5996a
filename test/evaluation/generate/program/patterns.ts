import { partsOf, type Shape } from "../../language/shapes.js";
import type { Expr, Pattern, Stmt, Variable } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";
import { someTarget } from "./places.js";
import { someValue } from "./values.js";

export function somePatternStatement(draft: Draft): Stmt {
  const shape = draft.random.weighted({ pair: 4, tuple: 4, nest: 1 });
  const value: Expr = someValue(draft, shape, 1, 0.8);
  const swap = shape === "tuple" && draft.random.chance(0.3);
  if (swap || draft.random.chance(0.4)) {
    const pattern = somePattern(draft, shape, () => someWrittenPart(draft));
    const source: Expr = swap
      ? {
          kind: "literal",
          shape: "tuple",
          parts: [someValue(draft, "budget", 0), someValue(draft, "budget", 0)],
        }
      : value;
    return { kind: "assign-pattern", pattern, value: source };
  }
  const fresh: Variable[] = [];
  const pattern = somePattern(draft, shape, (part) => {
    const variable = draft.variable(part);
    const fallback = part === "budget" && draft.random.chance(0.12) ? someValue(draft, "budget", 0) : null;
    fresh.push(variable);
    return { kind: "bind", variable, fallback };
  });
  for (const variable of fresh) draft.declare(variable);
  return { kind: "declare-pattern", pattern, value };
}

function someWrittenPart(draft: Draft): Pattern | null {
  const target = someTarget(draft, "budget");
  if (target === null) return null;
  const fallback = draft.random.chance(0.12) ? someValue(draft, "budget", 0) : null;
  return { kind: "into", target: { ...target, spelling: "plain" }, fallback };
}

function somePattern(
  draft: Draft,
  shape: "pair" | "tuple" | "nest",
  leaf: (shape: Shape) => Pattern | null,
): Pattern {
  const part = (of: Shape): Pattern | null =>
    of === "pair" && draft.random.chance(0.6) ? somePattern(draft, "pair", leaf) : leaf(of);
  if (shape === "tuple") {
    const elements = partsOf.tuple.map(([, of]) => (draft.random.chance(0.75) ? part(of) : null));
    return { kind: "array", elements };
  }
  const entries = partsOf[shape].flatMap(([key, of]) => {
    // A leaf of a whole pair binds a new variable only: there may be no place of that shape to write into.
    const pattern = draft.random.chance(0.7) ? part(of === "pair" ? "pair" : of) : null;
    return pattern === null || (pattern.kind === "into" && of !== "budget") ? [] : [{ key, pattern }];
  });
  return { kind: "object", entries };
}
