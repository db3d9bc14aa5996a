import { partsOf, type Shape } from "../../language/shapes.js";
import type { PlaceExpr, Spelling, Variable } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";

export function somePlace(draft: Draft, shape: Shape): PlaceExpr | null {
  const found: PlaceExpr[] = [];
  const visit = (variable: Variable, at: Shape, path: string[]): void => {
    if (at === shape) found.push({ kind: "place", variable, path, spelling: "plain" });
    for (const [key, part] of partsOf[at]) visit(variable, part, [...path, key]);
  };
  for (const variable of draft.scope.visible) visit(variable, variable.shape, []);
  if (found.length === 0) return null;
  const place = draft.random.pick(found);
  return { ...place, spelling: someSpelling(draft, place) };
}

function someSpelling(draft: Draft, place: PlaceExpr): Spelling {
  if (draft.random.chance(0.8)) return "plain";
  if (place.path.length > 0 && draft.random.chance(0.5)) return "quoted-key";
  return draft.random.pick(["parentheses", "cast", "satisfies", "non-null"] as const);
}

/** A budget place, or an optional one said not to be null. */
export function someBudgetPlace(draft: Draft): PlaceExpr | null {
  const optional = draft.random.chance(0.15) ? somePlace(draft, "optional") : null;
  return optional === null ? somePlace(draft, "budget") : { ...optional, spelling: "non-null" };
}

/** What is written to: a place, spelled plainly. */
export function someTarget(draft: Draft, shape: Shape): PlaceExpr | null {
  const place = somePlace(draft, shape);
  return place === null || draft.constants.has(place.variable.id)
    ? null
    : { ...place, spelling: place.spelling === "quoted-key" ? "quoted-key" : "plain" };
}

export function someContainer(draft: Draft): PlaceExpr | null {
  const place = somePlace(draft, draft.random.weighted({ array: 2, map: 1 }));
  return place === null ? null : { ...place, spelling: "plain" };
}
