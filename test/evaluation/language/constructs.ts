import type { Expr, Program, Stmt } from "./syntax.js";
import { slotsOf, statementLists } from "./walk.js";

/** What the results are counted by: the constructs that a program holds. */
export const constructs = [
  "if",
  "loop",
  "labelled jump",
  "switch",
  "try-catch",
  "try-finally",
  "early return",
  "shadowing",
  "ternary",
  "short circuit",
  "optional chain",
  "?? and ||",
  "logical assignment",
  "value of an assignment",
  "comma",
  "parts",
  "destructuring",
  "spread",
  "literals",
  "two-phase receiver",
  "loans of a call",
  "same place, other spelling",
] as const;

export type Construct = (typeof constructs)[number];

export function constructsOf(program: Program): ReadonlySet<Construct> {
  const found = new Set<Construct>();
  for (const list of statementLists(program)) {
    for (const statement of list) addStatement(statement, found, list === program.body);
  }
  for (const { expr } of slotsOf(program)) addExpression(expr, found);
  return found;
}

function addStatement(statement: Stmt, found: Set<Construct>, top: boolean): void {
  switch (statement.kind) {
    case "if":
      found.add("if");
      break;
    case "while":
    case "do":
    case "for":
    case "for-each":
      found.add("loop");
      break;
    case "break":
    case "continue":
      if (statement.labelled) found.add("labelled jump");
      break;
    case "switch":
      found.add("switch");
      break;
    case "try":
      if (statement.handler !== null) found.add("try-catch");
      if (statement.finalizer !== null) found.add("try-finally");
      break;
    case "return":
      if (!top) found.add("early return");
      break;
    case "declare":
      if (statement.variable.name !== `v${statement.variable.id}`) found.add("shadowing");
      break;
    case "declare-pattern":
    case "assign-pattern":
      found.add("destructuring");
      break;
    case "expression":
      // The statement `x = v` itself leaves no value.
      for (const { expr } of slotsOf(statement.value)) {
        if (expr.kind === "assign") found.add("value of an assignment");
      }
      break;
    case "block":
    case "throw":
      break;
  }
}

function addExpression(expr: Expr, found: Set<Construct>): void {
  switch (expr.kind) {
    case "choose":
      found.add("ternary");
      break;
    case "logic":
    case "when":
      found.add("short circuit");
      break;
    case "optional-spend":
    case "optional-close":
      found.add("optional chain");
      break;
    case "fallback":
      found.add("?? and ||");
      break;
    case "logical-assign":
      found.add("logical assignment");
      break;
    case "sequence":
      found.add("comma");
      break;
    case "place":
      if (expr.path.length > 0) found.add("parts");
      if (expr.spelling !== "plain") found.add("same place, other spelling");
      break;
    case "spread":
      found.add("spread");
      break;
    case "literal":
      found.add("literals");
      break;
    case "method":
    case "merge":
      found.add("two-phase receiver");
      break;
    case "look":
    case "covers":
      found.add("loans of a call");
      break;
    default:
      break;
  }
}
