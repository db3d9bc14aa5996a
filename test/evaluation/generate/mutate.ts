import type { Expr, PlaceExpr, Program, Stmt, Variable } from "../language/syntax.js";
import { partsOf, shapeAt, type Shape } from "../language/shapes.js";
import { cloneTree, listsOf, slotsOf, statementLists } from "../language/walk.js";
import { isWellFormed } from "../language/wellFormed.js";
import type { Random } from "./Random.js";

const maxAttempts = 20;

/** One small change, as a programmer would slip: programs on either side of the border between right and wrong. */
export function mutate(program: Program, random: Random): Program | null {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const mutant = cloneTree(program);
    const change =
      changes[random.weighted({ remove: 3, repeat: 3, swap: 2, move: 3, rename: 4, unwrap: 1, hinge: 1 })];
    if (change(mutant, random) && isWellFormed(mutant)) return mutant;
  }
  return null;
}

type Change = (program: Program, random: Random) => boolean;

const changes = {
  remove: (program, random) => {
    const list = someList(program, random);
    return list.splice(random.below(list.length), 1).length > 0;
  },
  repeat: (program, random) => {
    const list = someList(program, random);
    const statement = list[random.below(list.length)];
    if (statement === undefined || listsOf(statement).length > 0) return false;
    list.splice(random.below(list.length + 1), 0, cloneTree(statement));
    return true;
  },
  swap: (program, random) => {
    const list = someList(program, random);
    const index = random.below(list.length - 1);
    const [first, second] = list.slice(index, index + 2);
    if (first === undefined || second === undefined) return false;
    list.splice(index, 2, second, first);
    return true;
  },
  /** Into, or out of, a branch, a loop, a handler. */
  move: (program, random) => {
    const list = someList(program, random);
    const [statement] = list.splice(random.below(list.length), 1);
    const target = random.pick([...statementLists(program)]);
    if (statement === undefined || target === list) return false;
    target.splice(random.below(target.length + 1), 0, statement);
    return true;
  },
  /** Another place of the same shape. */
  rename: (program, random) => {
    const places = slotsOf(program).flatMap(({ expr }) => (expr.kind === "place" ? [expr] : []));
    if (places.length === 0) return false;
    const place = random.pick(places);
    const shape = shapeAt(place.variable.shape, place.path);
    const others = placesOf(places, shape);
    if (others.length === 0) return false;
    const { variable, path } = random.pick(others);
    Object.assign(place, { variable, path: [...path] } satisfies Partial<PlaceExpr>);
    return true;
  },
  /** The body of a compound statement in its stead. */
  unwrap: (program, random) => {
    const list = someList(program, random);
    const index = random.below(list.length);
    const inner = list[index] === undefined ? [] : listsOf(list[index]);
    if (inner.length === 0) return false;
    list.splice(index, 1, ...random.pick(inner));
    return true;
  },
  /** `x = v;` becomes `cond() && (x = v);` */
  hinge: (program, random) => {
    const assignments = [...statementLists(program)].flatMap((list) =>
      list.flatMap((it) => (it.kind === "expression" && it.value.kind === "assign" ? [it] : [])),
    );
    if (assignments.length === 0) return false;
    const statement = random.pick(assignments);
    statement.value = { kind: "when", test: { kind: "cond" }, effect: statement.value };
    return true;
  },
} satisfies Record<string, Change>;

function someList(program: Program, random: Random): Stmt[] {
  return random.pick([...statementLists(program)].filter((list) => list.length > 0 || list === program.body));
}

function placesOf(
  mentioned: readonly Expr[],
  shape: Shape,
): readonly { variable: Variable; path: string[] }[] {
  const variables = new Map(
    mentioned.flatMap((expr) => (expr.kind === "place" ? [[expr.variable.id, expr.variable] as const] : [])),
  );
  const found: { variable: Variable; path: string[] }[] = [];
  const visit = (variable: Variable, at: Shape, path: string[]): void => {
    if (at === shape) found.push({ variable, path });
    for (const [key, part] of partsOf[at]) visit(variable, part, [...path, key]);
  };
  for (const variable of variables.values()) visit(variable, variable.shape, []);
  return found;
}
