import { shapeAt } from "../language/shapes.js";
import type { Expr, PlaceExpr } from "../language/syntax.js";
import { each, lend, plain, release, type Outcome, type Want } from "./outcomes.js";
import { elementsOf, endLoans, move, pathOf, use, write } from "./places.js";
import type { Run } from "./Run.js";
import { withMoved, type State } from "./States.js";
import { called, value } from "./values.js";

type ContainerExpr = Extract<Expr, { kind: "remove" | "element" | "copy-elements" | "insert" | "clear" }>;

/** Arrays and maps (K1): their elements have no places of their own, and are there or gone together. */
export function containerOperation(
  run: Run,
  expr: ContainerExpr,
  state: State,
  want: Want,
): readonly Outcome[] {
  switch (expr.kind) {
    case "remove":
      return called(run, removed(run, expr.source, state, expr));
    case "element": {
      const place = elementsOf(pathOf(expr.source));
      const looked = use(run, state, pathOf(expr.source), expr);
      if (isMap(expr.source)) run.raise(looked);
      return [{ state: want === "move" ? move(run, looked, place, expr) : looked, from: place }];
    }
    case "copy-elements": {
      // What flows into a borrowed place is borrowed (T5), yet a spread consumes (K1).
      if (want !== "move") run.unspecified = true;
      const place = pathOf(expr.source);
      const looked = use(run, state, place, expr);
      run.raise(looked);
      return plain(withMoved(endLoans(run, looked, elementsOf(place), expr), elementsOf(place)));
    }
    case "insert": {
      const place = pathOf(expr.target);
      const reserved = lend({ state: use(run, state, place, expr.target), from: place });
      return each(value(run, expr.value, reserved.state, "move"), (it) => {
        // M6: the receiver is reserved when evaluated, and used at the call.
        const after = use(run, release(reserved, it.state), place, expr.target);
        // B5: growing leaves the elements where they are; a key of a map may be there already.
        return called(run, isMap(expr.target) ? endLoans(run, after, elementsOf(place), expr) : after);
      });
    }
    case "clear": {
      const cleared = write(run, state, elementsOf(pathOf(expr.target)), expr.target);
      if (isMap(expr.target)) run.raise(cleared);
      return plain(cleared);
    }
  }
}

/** Whatever looks at an element may look at the one that goes. */
function removed(run: Run, source: PlaceExpr, state: State, at: object): State {
  const place = pathOf(source);
  return endLoans(run, use(run, state, place, at), elementsOf(place), at);
}

function isMap({ variable, path }: PlaceExpr): boolean {
  return shapeAt(variable.shape, path) === "map";
}
