import type { Expr, Stmt, Variable } from "../../language/syntax.js";
import type { Draft, Target } from "./Draft.js";
import { someCondition } from "./conditions.js";
import { someEffect } from "./effects.js";
import { someContainer } from "./places.js";
import { someStatements } from "./statementLists.js";
import { someValue } from "./values.js";

export function someLoop(draft: Draft, depth: number, id: number): Stmt {
  const target: Target = { id, kind: "loop" };
  const test = (): Expr =>
    draft.random.chance(0.12)
      ? { kind: "literal-truth", value: draft.random.chance(0.7) }
      : someCondition(draft, 1);
  switch (draft.random.weighted({ while: 4, do: 2, for: 3, of: 4, in: 1 })) {
    case "while":
      return { kind: "while", id, test: test(), body: someStatements(draft, depth + 1, [target]) };
    case "do":
      return { kind: "do", id, body: someStatements(draft, depth + 1, [target]), test: test() };
    case "of":
      return { kind: "for-each", id, over: "of", body: someStatements(draft, depth + 1, [target]) };
    case "in":
      return { kind: "for-each", id, over: "in", body: someStatements(draft, depth + 1, [target]) };
    case "for":
      return draft.nested([], () => {
        let start: { variable: Variable; value: Expr } | null = null;
        if (draft.random.chance(0.5)) {
          const value = someValue(draft, "budget", 1);
          start = { variable: draft.declare(draft.variable("budget")), value };
        }
        const condition = draft.random.chance(0.85) ? test() : null;
        const update = draft.random.chance(0.7) ? someEffect(draft, 1) : null;
        const body = someStatements(draft, depth + 1, [target]);
        return { kind: "for", id, start, test: condition, update, body };
      });
  }
}

export function someIteration(draft: Draft, depth: number, id: number): Stmt {
  const source = someContainer(draft);
  if (source === null) return { kind: "expression", value: { kind: "may-throw" } };
  return draft.nested([], () => {
    const variable = draft.declare(draft.variable("budget"));
    draft.constants.add(variable.id);
    const body = someStatements(draft, depth + 1, [{ id, kind: "loop" }]);
    return { kind: "iterate", id, variable, source, body };
  });
}
