import type { PlaceExpr, Program, Stmt, Variable } from "../language/syntax.js";
import { shapeAt } from "../language/shapes.js";
import { cloneTree, listsOf, slotsOf, statementLists } from "../language/walk.js";
import { isWellFormed } from "../language/wellFormed.js";
import { exploreToFirstError } from "../oracle/explore.js";
import type { Random } from "./Random.js";

const maxSteps = 40;

/**
 * Makes an accepted program of a rejected one: before the first illegal use the dead place is written again; where that
 * does not help, the use becomes a fresh value or its statement goes. Null when that does not come to an end.
 */
export function repair(program: Program, random: Random): Program | null {
  const current = cloneTree(program);
  const refilled = new Set<Stmt>();
  for (let step = 0; step < maxSteps; step++) {
    const { verdict, errors } = exploreToFirstError(current);
    if (verdict !== "ok" && verdict !== "error") return null;
    const [error] = errors;
    if (error === undefined) return current;
    const holder = holderOf(current, error.at);
    if (holder === null) return null;
    const { list, index } = holder;
    const statement = list[index];
    if (statement === undefined) return null;
    const refill = refillOf(current, error.place);
    if (refill !== null && !refilled.has(statement) && random.chance(0.8)) {
      refilled.add(statement);
      list.splice(index, 0, refill);
      if (isWellFormed(current)) continue;
      list.splice(index, 1);
    }
    if (random.chance(0.5) && freshen(statement, error.at)) continue;
    list.splice(index, 1);
    if (isWellFormed(current)) continue;
    list.splice(index, 0, statement);
    if (!freshen(statement, error.at)) return null;
  }
  return null;
}

/** The innermost statement that holds a node, by its place in the list it stands in. */
function holderOf(program: Program, node: object): { readonly list: Stmt[]; readonly index: number } | null {
  for (const list of statementLists(program)) {
    const index = list.findIndex((statement) => holds(statement, new Set(listsOf(statement)), node));
    if (index >= 0) return { list, index };
  }
  return null;
}

function holds(at: object, except: ReadonlySet<object>, node: object): boolean {
  if (at === node) return true;
  return (Object.values(at) as unknown[]).some(
    (child) =>
      typeof child === "object" && child !== null && !except.has(child) && holds(child, except, node),
  );
}

function refillOf(program: Program, place: string): Stmt | null {
  const [id, ...path] = place.split(".");
  const variable = variablesOf(program).find((it) => it.id === Number(id));
  if (variable === undefined) return null;
  const isHole = path.at(-1) === "*";
  const target: PlaceExpr = {
    kind: "place",
    variable,
    path: isHole ? path.slice(0, -1) : path,
    spelling: "plain",
  };
  // R4: elements have no places of their own, so a container that has lost some is emptied.
  if (isHole) return { kind: "expression", value: { kind: "clear", target } };
  const value = { kind: "fresh", shape: shapeAt(variable.shape, path) } as const;
  return { kind: "expression", value: { kind: "assign", target, value } };
}

function variablesOf(program: Program): readonly Variable[] {
  const found = new Map(program.parameters.map((it) => [it.id, it]));
  for (const { expr } of slotsOf(program))
    if (expr.kind === "place") found.set(expr.variable.id, expr.variable);
  return [...found.values()];
}

/** Puts a fresh value where the dead place stands, if a value stands there at all. */
function freshen(statement: Stmt, at: object): boolean {
  const slot = slotsOf(statement).find(({ expr }) => expr === at);
  if (slot === undefined || slot.expr.kind !== "place" || !slot.isValue) return false;
  const { variable, path } = slot.expr;
  slot.replace({ kind: "fresh", shape: shapeAt(variable.shape, path) });
  return true;
}
