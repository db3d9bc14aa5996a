import type { Expr, Pattern, PlaceExpr, Program, Shape, Stmt } from "./syntax.js";

/** What every printed program assumes; one function of it for each operation of the core language. */
export const prelude = `import { Budget, type Borrowed } from "affine-budget";
type Opt = Budget | null | undefined;
type Pair = { a: Budget; c: Budget; n: number };
type Tuple = [Budget, Budget];
type Nest = { p: Pair; b: Budget };
declare function mk(): Budget;
declare function mkOpt(): Opt;
declare function mkPair(): Pair;
declare function mkTuple(): Tuple;
declare function mkNest(): Nest;
declare function pass(b: Budget): Budget;
declare function take(b: Budget): void;
declare function takeOpt(b: Opt): void;
declare function takePair(p: Pair): void;
declare function takeTuple(t: Tuple): void;
declare function takeNest(n: Nest): void;
declare function peek(b: Borrowed<Budget>): number;
declare function peekOpt(b: Borrowed<Opt>): number;
declare function peekPair(p: Borrowed<Pair>): number;
declare function peekTuple(t: Borrowed<Tuple>): number;
declare function peekNest(n: Borrowed<Nest>): number;
declare function look(b: Borrowed<Budget>, n: number): number;
declare function mix(b: Budget, n: number): number;
declare function both(b: Budget, c: Budget): number;
declare function has(b: Borrowed<Opt>): boolean;
declare function cond(): boolean;
declare function mayThrow(): void;
declare function fail(): never;
declare const xs: number[];
`;

const suffix: Readonly<Record<Shape, string>> = {
  budget: "",
  optional: "Opt",
  pair: "Pair",
  tuple: "Tuple",
  nest: "Nest",
};

function typeName(shape: Shape): string {
  return shape === "budget" ? "Budget" : suffix[shape];
}

export function printProgram(name: string, program: Program): string {
  const parameters = program.parameters.map((it) => `${it.name}: ${typeName(it.shape)}`).join(", ");
  return `function ${name}(${parameters}) {\n${printStatements(program.body, "  ")}}\n`;
}

function printStatements(statements: readonly Stmt[], indent: string): string {
  return statements.map((statement) => indent + printStatement(statement, indent) + "\n").join("");
}

function printBlock(statements: readonly Stmt[], indent: string): string {
  return `{\n${printStatements(statements, indent + "  ")}${indent}}`;
}

function printStatement(statement: Stmt, indent: string): string {
  switch (statement.kind) {
    case "declare": {
      const { variable, annotated, value } = statement;
      return `let ${variable.name}${annotated ? `: ${typeName(variable.shape)}` : ""} = ${print(value)};`;
    }
    case "declare-pattern":
      return `let ${printPattern(statement.pattern)} = ${print(statement.value)};`;
    case "assign-pattern":
      return `(${printPattern(statement.pattern)} = ${print(statement.value)});`;
    case "expression":
      return `${statementExpression(print(statement.value))};`;
    case "block":
      return `l${statement.id}: ${printBlock(statement.body, indent)}`;
    case "if":
      return (
        `if (${print(statement.test)}) ${printBlock(statement.yes, indent)}` +
        (statement.no === null ? "" : ` else ${printBlock(statement.no, indent)}`)
      );
    case "while":
      return `l${statement.id}: while (${print(statement.test)}) ${printBlock(statement.body, indent)}`;
    case "do":
      return `l${statement.id}: do ${printBlock(statement.body, indent)} while (${print(statement.test)});`;
    case "for": {
      const { start, test, update } = statement;
      const first = start === null ? "" : `let ${start.variable.name} = ${print(start.value)}`;
      const second = test === null ? "" : print(test);
      const third = update === null ? "" : print(update);
      return `l${statement.id}: for (${first}; ${second}; ${third}) ${printBlock(statement.body, indent)}`;
    }
    case "for-each": {
      const name = `k${statement.id}`;
      return `l${statement.id}: for (const ${name} ${statement.over} xs) ${printBlock(statement.body, indent)}`;
    }
    case "switch": {
      const clauses = statement.clauses.map(
        ({ test, body }) =>
          `${indent}  ${test === null ? "default" : `case ${print(test)}`}:\n` +
          `${indent}    ${printBlock(body, indent + "    ")}\n`,
      );
      return `l${statement.id}: switch (${print(statement.value)}) {\n${clauses.join("")}${indent}}`;
    }
    case "try":
      return (
        `try ${printBlock(statement.body, indent)}` +
        (statement.handler === null ? "" : ` catch ${printBlock(statement.handler, indent)}`) +
        (statement.finalizer === null ? "" : ` finally ${printBlock(statement.finalizer, indent)}`)
      );
    case "break":
    case "continue":
      return `${statement.kind}${statement.labelled ? ` l${statement.target}` : ""};`;
    case "return":
      return statement.value === null ? "return;" : `return ${print(statement.value)};`;
    case "throw":
      return "throw new Error();";
  }
}

/** An expression statement may not begin with a brace. */
function statementExpression(text: string): string {
  return text.startsWith("{") ? `(${text})` : text;
}

function printPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case "bind":
      return pattern.variable.name + printFallback(pattern.fallback);
    case "into":
      return print(pattern.target) + printFallback(pattern.fallback);
    case "read-n":
      return pattern.name;
    case "object":
      return `{ ${pattern.entries.map(({ key, pattern: part }) => `${key}: ${printPattern(part)}`).join(", ")} }`;
    case "array":
      return `[${pattern.elements.map((part) => (part === null ? "" : printPattern(part))).join(", ")}]`;
  }
}

function printFallback(fallback: Expr | null): string {
  return fallback === null ? "" : ` = ${print(fallback)}`;
}

function print(expr: Expr): string {
  switch (expr.kind) {
    case "place":
      return printPlace(expr);
    case "fresh":
      return `mk${suffix[expr.shape]}()`;
    case "pass":
      return `pass(${print(expr.value)})`;
    case "method":
      return `${operand(expr.receiver)}.${expr.method}(${print(expr.amount)})`;
    case "close":
      return `${operand(expr.receiver)}.close()`;
    case "merge":
      return `${operand(expr.receiver)}.merge(${print(expr.argument)})`;
    case "optional-spend":
      return `${operand(expr.receiver)}?.spend(${print(expr.amount)})`;
    case "optional-close":
      return `(${operand(expr.receiver)}?.close() ?? 0)`;
    case "choose":
      return `(${print(expr.test)} ? ${print(expr.yes)} : ${print(expr.no)})`;
    case "fallback":
      return `(${print(expr.left)} ${expr.operator} ${print(expr.right)})`;
    case "assign":
      return `(${print(expr.target)} = ${print(expr.value)})`;
    case "logical-assign":
      return `(${print(expr.target)} ${expr.operator} ${print(expr.value)})`;
    case "sequence":
      return `(${print(expr.first)}, ${print(expr.last)})`;
    case "literal":
      return printLiteral(expr.shape, expr.parts.map(print));
    case "spread":
      return `{ ...${print(expr.source)}${expr.key === null ? "" : `, ${expr.key}: ${print(expr.value)}`} }`;
    case "number":
      return "1";
    case "remaining":
      return `${operand(expr.receiver)}.remaining`;
    case "field-n":
      return `${print(expr.source)}.n`;
    case "add":
      return `(${print(expr.left)} + ${print(expr.right)})`;
    case "peek":
      return `peek${suffix[expr.shape]}(${print(expr.value)})`;
    case "look":
      return `look(${print(expr.value)}, ${print(expr.amount)})`;
    case "mix":
      return `mix(${print(expr.value)}, ${print(expr.amount)})`;
    case "both":
      return `both(${print(expr.left)}, ${print(expr.right)})`;
    case "cond":
      return "cond()";
    case "literal-truth":
      return String(expr.value);
    case "positive":
      return `(${print(expr.value)} > 0)`;
    case "covers":
      return `${operand(expr.receiver)}.covers(${print(expr.amount)})`;
    case "present":
      return `has(${print(expr.value)})`;
    case "same":
      return `(${print(expr.left)} === ${print(expr.right)})`;
    case "not":
      return `!${print(expr.value)}`;
    case "logic":
      return `(${print(expr.left)} ${expr.operator} ${print(expr.right)})`;
    case "take":
      return `take${suffix[expr.shape]}(${print(expr.value)})`;
    case "fail":
      return "fail()";
    case "may-throw":
      return "mayThrow()";
    case "when":
      return `(${print(expr.test)} && ${print(expr.effect)})`;
  }
}

/** What stands before a dot: anything but an object literal, a cast or `await` does so as printed. */
function operand(expr: Expr): string {
  const text = print(expr);
  return text.startsWith("{") ? `(${text})` : text;
}

function printLiteral(shape: "pair" | "tuple" | "nest", parts: readonly string[]): string {
  switch (shape) {
    case "pair":
      return `{ a: ${parts[0]}, c: ${parts[1]}, n: 1 }`;
    case "tuple":
      return `[${parts.join(", ")}]`;
    case "nest":
      return `{ p: ${parts[0]}, b: ${parts[1]} }`;
  }
}

function printPlace({ variable, path, spelling }: PlaceExpr): string {
  const key = (name: string): string => {
    if (/^\d/.test(name)) return spelling === "quoted-key" ? `["${name}"]` : `[${name}]`;
    return spelling === "quoted-key" ? `["${name}"]` : `.${name}`;
  };
  const text = variable.name + path.map(key).join("");
  switch (spelling) {
    case "plain":
    case "quoted-key":
      return text;
    case "parentheses":
      return `(${text})`;
    case "non-null":
      return `${text}!`;
    case "cast":
      return `(${text} as ${typeName(shapeAt(variable.shape, path))})`;
    case "satisfies":
      return `(${text} satisfies ${typeName(shapeAt(variable.shape, path))})`;
  }
}

export function shapeAt(shape: Shape, path: readonly string[]): Shape {
  let at = shape;
  for (const key of path) {
    switch (at) {
      case "nest":
        at = key === "p" ? "pair" : "budget";
        break;
      default:
        at = "budget";
    }
  }
  return at;
}
