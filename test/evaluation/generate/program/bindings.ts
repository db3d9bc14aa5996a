import type { Stmt } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";
import { someBorrowSource } from "./lent.js";
import { someValue } from "./values.js";

export function someVariable(draft: Draft): Stmt {
  const variable = draft.variable();
  const value = someValue(draft, variable.shape, 2);
  draft.declare(variable);
  return {
    kind: "declare",
    variable,
    annotated: variable.shape !== "budget" || draft.random.chance(0.5),
    value,
  };
}

export function someBorrow(draft: Draft): Stmt {
  const source = someBorrowSource(draft);
  if (source === null) return { kind: "expression", value: { kind: "may-throw" } };
  const name = draft.name("r");
  draft.scope.borrows.push(name);
  draft.scope.ownBorrows.push(name);
  return { kind: "declare-borrow", name, source };
}

export function someRebinding(draft: Draft): Stmt {
  const source = someBorrowSource(draft);
  const name = draft.random.pick(draft.scope.ownBorrows);
  if (source === null) return { kind: "expression", value: { kind: "may-throw" } };
  return { kind: "rebind", name, source };
}

export function someTask(draft: Draft): Stmt {
  const source = someBorrowSource(draft);
  if (source === null) return { kind: "expression", value: { kind: "tick" } };
  const name = draft.name("t");
  draft.scope.tasks.push(name);
  return { kind: "declare-task", name, source };
}

export function someFlag(draft: Draft): Stmt {
  const name = draft.name("c");
  draft.scope.flags.push(name);
  return { kind: "declare-flag", name };
}
