import { isContainer, partsOf, shapeAt } from "../../language/shapes.js";
import type { Expr, PlaceExpr } from "../../language/syntax.js";

/** Where code is emitted, as far as it decides how. */
export interface Around {
  /** Somebody may catch what is thrown here; elsewhere a throw ends the program, and needs not be tried. */
  readonly isTried: boolean;
  readonly isAsync: boolean;
  /** The variables of iterations that own what they are given (K1). */
  readonly owners: ReadonlySet<number>;
}

/** Names for what an expression keeps while the rest of it is evaluated; they belong to one function. */
export class Temporaries {
  readonly names: string[] = [];

  next(): string {
    const name = `_${this.names.length}`;
    this.names.push(name);
    return name;
  }
}

/**
 * Expressions as JavaScript that runs on a `Machine` named `$`. The order of evaluation, the short circuits and the scopes
 * are those of the engine itself; only reads, moves, writes and calls are the machine's.
 */
export class Expressions {
  readonly #around: Around;
  readonly #temporaries: Temporaries;

  constructor(around: Around, temporaries: Temporaries) {
    this.#around = around;
    this.#temporaries = temporaries;
  }

  get #tried(): string {
    return String(this.#around.isTried);
  }

  /** The value in a place, whatever became of it; the wholes that it is a part of must be there. */
  raw({ variable, path }: Pick<PlaceExpr, "variable" | "path">): string {
    return path.reduce((whole, key) => `$.part(${whole}, "${key}")`, variable.name);
  }

  /** What flows into an owner (M1). */
  owned(expr: Expr): string {
    return `$.move(${this.value(expr)})`;
  }

  /** Puts a new handle where `place` is, after the value has been evaluated; `kept` holds it. */
  write({ variable, path }: PlaceExpr, kept: string): string {
    const key = path.at(-1);
    if (key === undefined) return `$.overwrite(${variable.name}), ${variable.name} = ${kept}`;
    return `$.write(${this.raw({ variable, path: path.slice(0, -1) })}, "${key}", ${kept})`;
  }

  /** What is a call on a map, which may throw, is a read or a write of an array. */
  #callOf({ variable, path }: PlaceExpr): string {
    return shapeAt(variable.shape, path) === "map" ? this.throwPoint() : "0";
  }

  /** The call of a task that looks at something; when it throws there is no task. */
  begun(source: Expr): string {
    const kept = this.#temporaries.next();
    return `(${kept} = $.borrow(${this.value(source)}), ${this.throwPoint()}, $.begin(${kept}))`;
  }

  throwPoint(): string {
    return this.#around.isTried ? "$.throws()" : "0";
  }

  /** Reads a value, or a borrow, to be looked at or moved by what is around. */
  value(expr: Expr): string {
    switch (expr.kind) {
      case "place":
        return `$.use(${this.raw(expr)})`;
      case "borrowed":
        return `$.use(${expr.name.name})`;
      case "fresh":
        return `(${this.throwPoint()}, $.fresh("${expr.shape}"))`;
      case "pass":
      case "start":
        return this.#called(
          this.owned(expr.value),
          `$.fresh("${expr.kind === "pass" ? "budget" : "promise"}")`,
        );
      case "method": {
        const result = expr.method === "spend" ? "budget" : "tuple";
        return `$.consume(${this.#receiver(expr.receiver)}, ${this.value(expr.amount)}, ${this.#tried}, "${result}")`;
      }
      case "close":
        return `$.consume(${this.#receiver(expr.receiver)}, 0, ${this.#tried}, "budget")`;
      case "merge":
        return `$.merge(${this.#receiver(expr.receiver)}, ${this.owned(expr.argument)}, ${this.#tried})`;
      case "optional-spend":
      case "optional-close": {
        const kept = this.#temporaries.next();
        const amount = expr.kind === "optional-spend" ? this.value(expr.amount) : "0";
        const spent = `$.consume(${kept}, ${amount}, ${this.#tried}, "budget")`;
        return `(${kept} = ${this.value(expr.receiver)}, $.is() ? ${spent} : $.fresh("optional"))`;
      }
      case "choose":
        return `(${this.truth(expr.test)} ? ${this.value(expr.yes)} : ${this.value(expr.no)})`;
      case "fallback": {
        const kept = this.#temporaries.next();
        return `(${kept} = ${this.value(expr.left)}, $.is() ? ${kept} : ${this.value(expr.right)})`;
      }
      case "assign": {
        const kept = this.#temporaries.next();
        return `(${kept} = ${this.owned(expr.value)}, ${this.write(expr.target, kept)}, ${kept})`;
      }
      case "logical-assign": {
        const kept = this.#temporaries.next();
        const written = `(${kept} = ${this.owned(expr.value)}, ${this.write(expr.target, kept)}, ${kept})`;
        const target = this.value(expr.target);
        return `(${kept} = ${target}, $.is() ? ${kept} : ${written})`;
      }
      case "sequence":
        return `(${this.value(expr.first)}, ${this.value(expr.last)})`;
      case "literal":
        return this.#literal(expr);
      case "spread": {
        const kept = this.#temporaries.next();
        const parts = `${kept} = $.spread(${this.raw(expr.source)}, ${JSON.stringify(expr.key)})`;
        if (expr.key === null) return `(${parts})`;
        return `(${parts}, ${kept}.parts.${expr.key} = ${this.owned(expr.value)}, ${kept})`;
      }
      case "remove":
        return `(${this.value(expr.source)}, ${this.throwPoint()}, $.remove(${this.raw(expr.source)}))`;
      case "element":
        return `(${this.#callOf(expr.source)}, $.element(${this.value(expr.source)}))`;
      case "copy-elements":
        return `(${this.throwPoint()}, $.takeElements(${this.value(expr.source)}))`;
      case "await":
        return this.#called(this.owned(expr.value), `${this.#pause()}, $.fresh("budget")`);
      case "await-all":
        return this.#called(
          `${this.owned(expr.left)}, ${this.owned(expr.right)}`,
          `${this.#pause()}, $.fresh("tuple")`,
        );
      case "number":
        return "1";
      case "remaining":
        return `$.number(${this.#receiver(expr.receiver)})`;
      case "field-n":
        return `$.reach(${this.raw(expr.source)})`;
      case "add":
        return `(${this.value(expr.left)} + ${this.value(expr.right)})`;
      case "peek":
        return `$.look(${this.lent(expr.value)}, 0, ${this.#tried})`;
      case "look":
        return `$.look($.borrow(${this.value(expr.value)}), ${this.value(expr.amount)}, ${this.#tried})`;
      case "covers":
        return `$.look($.borrow(${this.#receiver(expr.receiver)}), ${this.value(expr.amount)}, ${this.#tried})`;
      case "mix":
        return this.#called(`${this.owned(expr.value)}, ${this.value(expr.amount)}`, "1");
      case "both":
        return this.#called(`${this.owned(expr.left)}, ${this.owned(expr.right)}`, "1");
      case "await-peek": {
        const kept = this.#temporaries.next();
        return `(${kept} = ${this.begun(expr.value)}, ${this.#pause()}, $.end(${kept}, ${this.#tried}))`;
      }
      case "await-task":
        return `(${this.#pause()}, $.end(${expr.name.name}, ${this.#tried}))`;
      case "cond":
      case "flag":
      case "literal-truth":
      case "positive":
      case "present":
      case "same":
      case "not":
      case "logic":
        return this.truth(expr);
      case "take":
        return this.#called(this.owned(expr.value), "1");
      case "fail":
        return "$.fail()";
      case "may-throw":
        return `(${this.throwPoint()}, 1)`;
      case "when":
        return `(${this.truth(expr.test)} && ${this.value(expr.effect)})`;
      case "insert":
        return `$.insert(${this.value(expr.target)}, ${this.owned(expr.value)}, ${this.#tried})`;
      case "clear":
        // Nothing in `clear` throws before it has cleared.
        return `($.clear(${this.raw(expr.target)}), ${this.#callOf(expr.target)})`;
      case "tick":
        return `(${this.throwPoint()}, ${this.#pause()})`;
      case "call": {
        const called = `${expr.callee.name}(${expr.arguments.map((it) => this.owned(it)).join(", ")})`;
        return expr.awaited ? `(yield* $.awaited(${called}))` : called;
      }
    }
  }

  truth(expr: Expr): string {
    switch (expr.kind) {
      case "cond":
        return `(${this.throwPoint()}, $.is())`;
      case "flag":
        return expr.name.name;
      // M4: folded as the condition of a loop only, and there by the engine.
      case "literal-truth":
        return "$.is()";
      case "positive":
        return `(${this.value(expr.value)}, $.is())`;
      case "covers":
        return `(${this.value(expr)}, $.is())`;
      case "present":
        return `(${this.value(expr.value)}, ${this.throwPoint()}, $.is())`;
      case "same":
        return `(${this.value(expr.left)}, ${this.value(expr.right)}, $.is())`;
      case "not":
        return `!${this.truth(expr.value)}`;
      case "logic":
        return `(${this.truth(expr.left)} ${expr.operator} ${this.truth(expr.right)})`;
      default:
        return `(${this.value(expr)}, $.is())`;
    }
  }

  /** What a borrowing parameter gets: of a literal, borrows of its parts (T5). */
  lent(expr: Expr): string {
    switch (expr.kind) {
      case "literal":
        return `$.together(${expr.parts.map((part) => this.lent(part)).join(", ")})`;
      case "choose":
        return `(${this.truth(expr.test)} ? ${this.lent(expr.yes)} : ${this.lent(expr.no)})`;
      case "sequence":
        return `(${this.value(expr.first)}, ${this.lent(expr.last)})`;
      default:
        return `$.borrow(${this.value(expr)})`;
    }
  }

  /** Arguments, then the point where the callee may throw, then its result. */
  #called(evaluated: string, result: string): string {
    return `(${evaluated}, ${this.throwPoint()}, ${result})`;
  }

  /** F3: a member of `o!` may throw, since `o` may be empty after all. */
  #receiver(expr: Expr): string {
    const text = this.value(expr);
    if (!this.#around.isTried || expr.kind !== "place" || expr.spelling !== "non-null") return text;
    return shapeAt(expr.variable.shape, expr.path) === "optional" ? `$.reached(${text})` : text;
  }

  #literal({ shape, parts }: Extract<Expr, { kind: "literal" }>): string {
    const keys = isContainer(shape)
      ? parts.map((_, index) => `e${index}`)
      : partsOf[shape].map(([key]) => key);
    const fields = parts.map((part, index) => `"${keys[index]}": ${this.owned(part)}`);
    return `$.whole({ ${fields.join(", ")} })`;
  }

  /** An `await`, while which other tasks may go on. */
  #pause(): string {
    return this.#around.isAsync ? "yield* $.pause()" : "0";
  }
}
