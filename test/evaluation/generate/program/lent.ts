import type { Expr } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";
import { someCondition } from "./conditions.js";
import { someBudgetPlace, someContainer } from "./places.js";
import { someValue } from "./values.js";

/** What a borrow or a task looks at: a place, an element, or what another borrow looks at. */
export function someBorrowSource(draft: Draft, depth = 1): Expr | null {
  const { borrows } = draft.scope;
  switch (
    draft.random.weighted({
      place: 8,
      borrow: borrows.length > 0 ? 2 : 0,
      element: draft.when("containers", 3),
      choose: depth > 0 ? 1.5 : 0,
    })
  ) {
    case "place":
      return someBudgetPlace(draft);
    case "borrow":
      return { kind: "borrowed", name: draft.random.pick(borrows) };
    case "element": {
      const source = someContainer(draft);
      return source === null ? someBudgetPlace(draft) : { kind: "element", source };
    }
    case "choose": {
      const [yes, no] = [someBorrowSource(draft, 0), someBorrowSource(draft, 0)];
      return yes === null || no === null ? yes : { kind: "choose", test: someCondition(draft, 0), yes, no };
    }
  }
}

/** What is looked at: a value, or a borrow of one. */
export function someLentValue(draft: Draft, depth: number): Expr {
  const { borrows } = draft.scope;
  if (borrows.length > 0 && draft.random.chance(0.4))
    return { kind: "borrowed", name: draft.random.pick(borrows) };
  const source = draft.uses("containers") && draft.random.chance(0.25) ? someContainer(draft) : null;
  return source === null ? someReceiver(draft, depth) : { kind: "element", source };
}

export function someReceiver(draft: Draft, depth: number): Expr {
  return someValue(draft, "budget", Math.max(depth, 0), 0.85);
}
