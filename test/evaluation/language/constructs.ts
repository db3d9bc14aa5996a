import { isContainer, shapeAt, type Shape } from "./shapes.js";
import type { Expr, PlaceExpr, Program, Runs, Stmt } from "./syntax.js";
import { slotsOf, statementLists } from "./walk.js";

/** What the results are counted by, and what an oracle may lack: the constructs that a program holds. */
export const constructs = [
  "if",
  "while",
  "do-while",
  "for",
  "for-of",
  "for-in",
  "labelled jump",
  "switch",
  "try-catch",
  "try-finally",
  "early return",
  "shadowing",
  "correlated conditions",
  "ternary",
  "short circuit",
  "optional chain",
  "?? and ||",
  "logical assignment",
  "value of an assignment",
  "comma",
  "object parts",
  "tuple slots",
  "destructuring",
  "spread",
  "literals",
  "two-phase receiver",
  "loans of a call",
  "named borrow",
  "array",
  "map",
  "iteration by element",
  "promise",
  "await",
  "loan of a task",
  "local function",
  "local function, never called",
  "local function, called in a loop",
  "recursion",
  "async local function",
  "callback run many times",
  "callback run once",
  "callback run later",
  "same place, other spelling",
] as const;

export type Construct = (typeof constructs)[number];

export function isConstruct(name: string): name is Construct {
  return (constructs as readonly string[]).includes(name);
}

export function constructsOf(program: Program): ReadonlySet<Construct> {
  const found = new Set<Construct>();
  for (const { shape } of program.parameters) addShape(shape, found);
  for (const list of statementLists(program)) {
    for (const statement of list) addStatement(statement, found, list === program.body);
  }
  for (const { expr } of slotsOf(program)) addExpression(expr, found);
  addCalls(program, found);
  return found;
}

function addStatement(statement: Stmt, found: Set<Construct>, top: boolean): void {
  switch (statement.kind) {
    case "if":
      found.add("if");
      break;
    case "while":
      found.add("while");
      break;
    case "do":
      found.add("do-while");
      break;
    case "for":
      found.add("for");
      break;
    case "for-each":
      found.add(statement.over === "of" ? "for-of" : "for-in");
      break;
    case "iterate":
      found.add("iteration by element");
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
      addShape(statement.variable.shape, found);
      break;
    case "declare-pattern":
    case "assign-pattern":
      found.add("destructuring");
      break;
    case "declare-borrow":
    case "rebind":
      found.add("named borrow");
      break;
    case "declare-task":
      found.add("loan of a task");
      break;
    case "declare-flag":
      found.add("correlated conditions");
      break;
    case "expression":
      // The statement `x = v` itself leaves no value.
      for (const { expr } of slotsOf(statement.value)) {
        if (expr.kind === "assign") found.add("value of an assignment");
      }
      break;
    case "function":
      found.add(statement.isAsync ? "async local function" : "local function");
      break;
    case "callback":
      found.add(callbackConstruct[statement.runs]);
      break;
    case "block":
    case "throw":
      break;
  }
}

const callbackConstruct: Readonly<Record<Runs, Construct>> = {
  many: "callback run many times",
  once: "callback run once",
  later: "callback run later",
};

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
      addPlace(expr, found);
      break;
    case "fresh":
    case "take":
    case "peek":
      addShape(expr.shape, found);
      break;
    case "spread":
      found.add("spread");
      break;
    case "literal":
      found.add("literals");
      addShape(expr.shape, found);
      break;
    case "method":
    case "merge":
      found.add("two-phase receiver");
      break;
    case "look":
    case "covers":
      found.add("loans of a call");
      break;
    case "borrowed":
      found.add("named borrow");
      break;
    case "start":
      found.add("promise");
      break;
    case "await":
    case "await-all":
    case "await-peek":
    case "await-task":
    case "tick":
      found.add("await");
      break;
    case "copy-elements":
      found.add("array");
      break;
    case "assign":
    case "pass":
    case "remove":
    case "element":
    case "insert":
    case "clear":
    case "number":
    case "remaining":
    case "close":
    case "field-n":
    case "add":
    case "mix":
    case "both":
    case "cond":
    case "flag":
    case "literal-truth":
    case "positive":
    case "present":
    case "same":
    case "not":
    case "fail":
    case "may-throw":
    case "call":
      break;
  }
}

function addPlace({ variable, path, spelling }: PlaceExpr, found: Set<Construct>): void {
  if (spelling !== "plain") found.add("same place, other spelling");
  if (path.length > 0) found.add(/^\d/.test(path.at(-1) ?? "") ? "tuple slots" : "object parts");
  addShape(shapeAt(variable.shape, path), found);
}

function addShape(shape: Shape, found: Set<Construct>): void {
  if (isContainer(shape)) found.add(shape);
  if (shape === "promise") found.add("promise");
}

/** Which local functions are called, and from where. */
function addCalls(program: Program, found: Set<Construct>): void {
  const called = new Set<number>();
  const defined = new Set<number>();
  const visit = (node: object, around: ReadonlySet<number>, loops: boolean): void => {
    if (isCall(node)) {
      called.add(node.callee.id);
      if (around.has(node.callee.id)) found.add("recursion");
      else if (loops) found.add("local function, called in a loop");
    }
    const inner = isFunction(node) ? new Set([...around, node.name.id]) : around;
    if (isFunction(node)) defined.add(node.name.id);
    const looped = isFunction(node) ? false : loops || isLoop(node);
    for (const child of Object.values(node) as unknown[])
      if (typeof child === "object" && child !== null) visit(child, inner, looped);
  };
  visit(program.body, new Set(), false);
  if ([...defined].some((id) => !called.has(id))) found.add("local function, never called");
}

function isCall(node: object): node is Extract<Expr, { kind: "call" }> {
  return "kind" in node && node.kind === "call";
}

function isFunction(node: object): node is Extract<Stmt, { kind: "function" }> {
  return "kind" in node && node.kind === "function";
}

const loopKinds: ReadonlySet<unknown> = new Set<Stmt["kind"]>(["while", "do", "for", "for-each", "iterate"]);

function isLoop(node: object): boolean {
  return "kind" in node && loopKinds.has(node.kind);
}
