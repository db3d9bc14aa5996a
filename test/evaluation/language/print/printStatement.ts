import { shapeAt, type Shape } from "../shapes.js";
import type { Expr, Pattern, Runs, Stmt, Variable } from "../syntax.js";
import { slotsOf } from "../walk.js";
import { print } from "./printExpression.js";
import { typeName } from "./types.js";

export function printBlock(statements: readonly Stmt[], indent: string): string {
  return `{\n${printStatements(statements, indent + "  ")}${indent}}`;
}

export function printParameters(parameters: readonly Variable[]): string {
  return parameters.map((it) => `${it.name}: ${typeName(it.shape)}`).join(", ");
}

function mentionsElement(value: Expr): boolean {
  return value.kind === "element" || slotsOf(value).some(({ expr }) => expr.kind === "element");
}

function printStatements(statements: readonly Stmt[], indent: string): string {
  return statements.map((statement) => indent + printStatement(statement, indent) + "\n").join("");
}

function printStatement(statement: Stmt, indent: string): string {
  const block = (body: readonly Stmt[]): string => printBlock(body, indent);
  switch (statement.kind) {
    case "declare": {
      return `${printDeclaration(statement, statement.annotated)};`;
    }
    case "declare-pattern":
      return `let ${printPattern(statement.pattern)} = ${printTaken(statement.value)};`;
    case "declare-borrow":
      return `let ${statement.name.name}: Borrowed<Budget> = ${print(statement.source)};`;
    case "declare-task":
      return `const ${statement.name.name} = peekLater(${print(statement.source)});`;
    case "declare-flag":
      return `const ${statement.name.name} = cond();`;
    case "assign-pattern":
      return `(${printPattern(statement.pattern)} = ${printTaken(statement.value)});`;
    case "rebind":
      return `${statement.name.name} = ${print(statement.source)};`;
    case "expression":
      return `${statementExpression(print(statement.value))};`;
    case "block":
      return `l${statement.id}: ${block(statement.body)}`;
    case "if":
      return (
        `if (${print(statement.test)}) ${block(statement.yes)}` +
        (statement.no === null ? "" : ` else ${block(statement.no)}`)
      );
    case "while":
      return `l${statement.id}: while (${print(statement.test)}) ${block(statement.body)}`;
    case "do":
      return `l${statement.id}: do ${block(statement.body)} while (${print(statement.test)});`;
    case "for": {
      const { start, test, update } = statement;
      const first = start === null ? "" : printDeclaration(start, false);
      const second = test === null ? "" : print(test);
      const third = update === null ? "" : print(update);
      return `l${statement.id}: for (${first}; ${second}; ${third}) ${block(statement.body)}`;
    }
    case "for-each":
      return `l${statement.id}: for (const k${statement.id} ${statement.over} xs) ${block(statement.body)}`;
    case "iterate": {
      const { variable, source } = statement;
      const bound =
        shapeAt(source.variable.shape, source.path) === "map" ? `[, ${variable.name}]` : variable.name;
      return `l${statement.id}: for (const ${bound} of ${print(source)}) ${block(statement.body)}`;
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
        `try ${block(statement.body)}` +
        (statement.handler === null ? "" : ` catch ${block(statement.handler)}`) +
        (statement.finalizer === null ? "" : ` finally ${block(statement.finalizer)}`)
      );
    case "break":
    case "continue":
      return `${statement.kind}${statement.labelled ? ` l${statement.target}` : ""};`;
    case "return":
      return statement.value === null ? "return;" : `return ${print(statement.value)};`;
    case "throw":
      return "throw 0;";
    case "function": {
      const { name, form, isAsync, parameters, body } = statement;
      const prefix = isAsync ? "async " : "";
      const list = `(${printParameters(parameters)})`;
      return form === "declaration"
        ? `${prefix}function ${name.name}${list} ${block(body)}`
        : `const ${name.name} = ${prefix}${list} => ${block(body)};`;
    }
    case "callback":
      return printCallback(statement.runs, `() => ${block(statement.body)}`);
  }
}

function printCallback(runs: Runs, callback: string): string {
  switch (runs) {
    case "many":
      return `xs.forEach(${callback});`;
    case "once":
      return `(${callback})();`;
    case "later":
      return `tick().then(${callback});`;
  }
}

/** An expression statement may not begin with a brace. */
function statementExpression(text: string): string {
  return text.startsWith("{") ? `(${text})` : text;
}

/** What a pattern takes apart: by its own type, not by the pattern's, which might lack some of its properties. */
function printTaken(value: Expr): string {
  const shape = literalShape(value);
  return shape === null ? print(value) : `${print(value)} as ${typeName(shape)}`;
}

function literalShape(value: Expr): Shape | null {
  switch (value.kind) {
    case "literal":
      return value.shape === "pair" || value.shape === "nest" ? value.shape : null;
    case "spread":
      return "pair";
    case "choose":
      return literalShape(value.yes) ?? literalShape(value.no);
    case "sequence":
      return literalShape(value.last);
    default:
      return null;
  }
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

/** A name for what is lent is a borrow if it is not annotated (T3). */
function printDeclaration(
  { variable, value }: { readonly variable: Variable; readonly value: Expr },
  annotated: boolean,
): string {
  const type = annotated || mentionsElement(value) ? `: ${typeName(variable.shape)}` : "";
  return `let ${variable.name}${type} = ${print(value)}`;
}
