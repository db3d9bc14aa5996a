import type { Stmt, Variable } from "../../language/syntax.js";
import type { Draft, Target } from "./Draft.js";
import { someStatement } from "./statements.js";

/** The body of a block, or of a function with these `parameters`. */
export function someStatements(
  draft: Draft,
  depth: number,
  targets: readonly Target[] = [],
  parameters: readonly Variable[] = [],
): Stmt[] {
  return draft.nested(targets, () => {
    const body: Stmt[] = [];
    if (draft.scope.visible.length > parameters.length && draft.random.chance(0.08))
      body.push(hideVariable(draft, new Set(parameters.map(({ id }) => id))));
    const length = draft.random.weighted({ "1": 4, "2": 4, "3": 2, "0": 0.5 });
    for (let count = Number(length); count > 0; count--) body.push(someStatement(draft, depth));
    return body;
  });
}

/** The first statement of a block may hide a variable around it. */
function hideVariable(draft: Draft, fixed: ReadonlySet<number>): Stmt {
  const { visible } = draft.scope;
  // A parameter cannot be hidden by the body of its function.
  const hidden = draft.random.pick(visible.filter(({ id }) => !fixed.has(id)));
  const variable = { id: draft.newId(), name: hidden.name, shape: hidden.shape };
  visible.splice(visible.indexOf(hidden), 1, variable);
  return { kind: "declare", variable, annotated: true, value: { kind: "fresh", shape: variable.shape } };
}
