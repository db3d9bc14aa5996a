import type { Stmt, Variable } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";
import { someStatements } from "./statementLists.js";

export function someFunction(draft: Draft, depth: number): Stmt {
  const name = draft.name("f");
  const form = draft.random.chance(0.5) ? "declaration" : "arrow";
  const isAsync = draft.uses("promises") && draft.random.chance(0.6);
  const parameters = draft.random.chance(0.25) ? [draft.variable("budget")] : [];
  draft.scope.functions.push({ name, isAsync, parameters });
  return {
    kind: "function",
    name,
    form,
    isAsync,
    parameters,
    body: someBody(draft, depth, isAsync, parameters),
  };
}

/** `xs.forEach(() => {..})` and its kin (C2). */
export function someCallback(draft: Draft, depth: number): Stmt {
  const runs = draft.random.weighted({ many: 4, once: 3, later: 2 });
  return { kind: "callback", runs, body: someBody(draft, depth, false, []) };
}

function someBody(draft: Draft, depth: number, isAsync: boolean, parameters: readonly Variable[]): Stmt[] {
  return draft.inFunction(isAsync, () => {
    for (const it of parameters) draft.declare(it);
    return someStatements(draft, depth + 1, [], parameters);
  });
}
