import { shapeAt } from "../shapes.js";
import type { Expr, PlaceExpr } from "../syntax.js";
import { suffix, typeName } from "./types.js";

export function print(expr: Expr): string {
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
    case "remove":
      return ofArray(expr.source) ? `${print(expr.source)}.pop()` : `takeFrom(${print(expr.source)}, "k")`;
    case "element":
      return print(expr.source) + (ofArray(expr.source) ? "[0]!" : '.get("k")!');
    case "copy-elements":
      return `[...${print(expr.source)}]`;
    case "start":
      return `passLater(${print(expr.value)})`;
    case "await":
      return `(await ${print(expr.value)})`;
    case "await-all":
      return `(await Promise.all([${print(expr.left)}, ${print(expr.right)}]))`;
    case "borrowed":
      return expr.name.name;
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
    case "await-peek":
      return `(await peekLater(${print(expr.value)}))`;
    case "await-task":
      return `(await ${expr.name.name})`;
    case "cond":
      return "cond()";
    case "flag":
      return expr.name.name;
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
    case "insert":
      return ofArray(expr.target)
        ? `${print(expr.target)}.push(${print(expr.value)})`
        : `${print(expr.target)}.set("k", ${print(expr.value)})`;
    case "clear":
      return ofArray(expr.target) ? `(${print(expr.target)}.length = 0)` : `${print(expr.target)}.clear()`;
    case "tick":
      return "(await tick())";
    case "call": {
      const text = `${expr.callee.name}(${expr.arguments.map(print).join(", ")})`;
      return expr.awaited ? `(await ${text})` : text;
    }
  }
}

function ofArray({ variable, path }: PlaceExpr): boolean {
  return shapeAt(variable.shape, path) === "array";
}

/** What stands before a dot: anything but an object literal does so as printed. */
function operand(expr: Expr): string {
  const text = print(expr);
  return text.startsWith("{") ? `(${text})` : text;
}

function printLiteral(shape: "pair" | "tuple" | "nest" | "array", parts: readonly string[]): string {
  switch (shape) {
    case "pair":
      return `{ a: ${parts[0]}, c: ${parts[1]}, n: 1 }`;
    case "tuple":
    case "array":
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
