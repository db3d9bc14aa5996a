import type { Stmt } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";
import { someCondition } from "./conditions.js";
import { someNumber } from "./numbers.js";
import { someStatements } from "./statementLists.js";

export function someIf(draft: Draft, depth: number): Stmt {
  const test = someCondition(draft, 2);
  const yes = someStatements(draft, depth + 1);
  return { kind: "if", test, yes, no: draft.random.chance(0.45) ? someStatements(draft, depth + 1) : null };
}

export function someSwitch(draft: Draft, depth: number, id: number): Stmt {
  const value = someNumber(draft, 1);
  const count = 1 + draft.random.below(3);
  const fallback = draft.random.below(count + 2);
  const clauses = Array.from({ length: count }, (_, index) => ({
    test: index === fallback ? null : someNumber(draft, draft.random.chance(0.2) ? 1 : 0),
    body: someStatements(draft, depth + 1, [{ id, kind: "switch" }]),
  }));
  for (const { body } of clauses) {
    if (draft.random.chance(0.4)) body.push({ kind: "break", target: id, labelled: false });
  }
  return { kind: "switch", id, value, clauses };
}

export function someTry(draft: Draft, depth: number): Stmt {
  const form = draft.random.weighted({ catch: 5, finally: 3, both: 3 });
  return {
    kind: "try",
    body: someStatements(draft, depth + 1),
    handler: form === "finally" ? null : someStatements(draft, depth + 1),
    finalizer: form === "catch" ? null : someStatements(draft, depth + 1),
  };
}
