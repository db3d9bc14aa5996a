import type { Shape } from "../../language/shapes.js";
import type { Expr } from "../../language/syntax.js";
import { someArray, somePair, someTuple } from "./aggregates.js";
import { someBudget, someOptional } from "./budgets.js";
import type { Draft } from "./Draft.js";
import { someBudgetPlace, somePlace } from "./places.js";

export function someValue(draft: Draft, shape: Shape, wantedDepth: number, placeChance = 0.55): Expr {
  const depth = Math.max(wantedDepth, 0);
  const place = shape === "budget" ? someBudgetPlace(draft) : somePlace(draft, shape);
  if (place !== null && draft.random.chance(placeChance)) return place;
  if (depth === 0) return draft.random.chance(0.5) && place !== null ? place : { kind: "fresh", shape };
  switch (shape) {
    case "budget":
      return someBudget(draft, depth);
    case "optional":
      return someOptional(draft, depth);
    case "pair":
      return somePair(draft, depth);
    case "tuple":
      return someTuple(draft, depth);
    case "nest":
      return draft.random.chance(0.5)
        ? { kind: "fresh", shape }
        : {
            kind: "literal",
            shape,
            parts: [someValue(draft, "pair", depth - 1), someValue(draft, "budget", depth - 1)],
          };
    case "array":
      return someArray(draft, depth);
    case "map":
      return { kind: "fresh", shape };
    case "promise":
      return draft.random.chance(0.3)
        ? { kind: "fresh", shape }
        : { kind: "start", value: someValue(draft, "budget", depth - 1) };
  }
}
