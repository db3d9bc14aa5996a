import { partsOf, shapeAt, type Shape } from "../../language/shapes.js";
import type { Expr, Name, PlaceExpr } from "../../language/syntax.js";
import { NotShared, notShared } from "./NotShared.js";
import { borrowed, naturalShape, owned, rustType, type RustPlace } from "./shapes.js";

/** Labels and temporaries: each name is given out once per function. */
export class Names {
  #count = 0;

  next(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }
}

export type Call = Extract<Expr, { kind: "call" }>;

/** Goes on with the place that a value is in. */
type Continue = (place: RustPlace) => string;

/**
 * Expressions as Rust block expressions, evaluated in the order of ECMAScript. A call is split in three: its arguments, the
 * point where it may throw, the call itself; so what has left for the callee stays gone when the callee throws (F3), and
 * what an atomic method takes is still there (T10).
 */
export class RustExpressions {
  readonly #names: Names;
  /** The label of the handler around, or null. */
  readonly #raise: string | null;
  readonly #call: (call: Call) => string;

  /** `call` prints a call of a local function. */
  constructor(names: Names, raise: string | null, call: (call: Call) => string) {
    this.#names = names;
    this.#raise = raise;
    this.#call = call;
  }

  /** Leaves for the handler, or the function. */
  raise(): string {
    return this.#raise === null ? "return;" : `break ${this.#raise};`;
  }

  /** Where something may throw. Outside of any `try`, nothing is left to be checked afterwards. */
  throwPoint(): string {
    return this.#raise === null ? "" : `if c() { ${this.raise()} }`;
  }

  /** What is a call on a map, which may throw, is a read or a write of an array. */
  #callOf(place: PlaceExpr): string {
    return this.place(place).shape === "map" ? this.throwPoint() : "";
  }

  place({ variable, path }: PlaceExpr): RustPlace {
    return {
      text: [`v${variable.id}`, ...path].join("."),
      shape: shapeAt(variable.shape, path),
    };
  }

  /** A named borrow. */
  borrowName({ id }: Name): string {
    return `b${id}`;
  }

  /** `x = v`, without a value of its own. */
  assignment(target: PlaceExpr, value: Expr): string {
    const place = this.place(target);
    return `${place.text} = ${this.value(value, place.shape)};`;
  }

  // Values

  value(expr: Expr, wanted: Shape): string {
    switch (expr.kind) {
      case "place":
        return owned(this.place(expr), wanted);
      case "fresh":
        return this.#converted(
          `{ ${this.throwPoint()} fresh::<${rustType[expr.shape]}>() }`,
          expr.shape,
          wanted,
        );
      case "pass": {
        const moved = this.#names.next("t");
        const text = `{ let ${moved} = ${this.value(expr.value, "budget")}; ${this.throwPoint()} ${moved} }`;
        return this.#converted(text, "budget", wanted);
      }
      case "method":
        return this.#converted(this.#method(expr), naturalShape(expr), wanted);
      case "merge":
        return this.#converted(this.#merge(expr), "budget", wanted);
      case "optional-spend": {
        const spent = (place: RustPlace): string =>
          `if c() { Some(${this.#consume(expr.receiver, place, "spend", expr.amount)}) } else { None }`;
        return this.#converted(this.#receive(expr.receiver, spent), "optional", wanted);
      }
      case "choose":
        return this.decide(expr.test, this.value(expr.yes, wanted), this.value(expr.no, wanted));
      case "fallback": {
        const { left, right } = expr;
        const otherwise = this.value(right, wanted);
        if (left.kind === "place") {
          const place = this.place(left);
          return `{ see(&${place.text}); if c() { ${owned(place, wanted)} } else { ${otherwise} } }`;
        }
        const kept: RustPlace = { text: this.#names.next("t"), shape: "optional" };
        const first = this.value(left, "optional");
        return `{ let ${kept.text} = ${first}; if c() { ${owned(kept, wanted)} } else { ${otherwise} } }`;
      }
      case "assign":
        return `{ ${this.assignment(expr.target, expr.value)} ${owned(this.place(expr.target), wanted)} }`;
      case "logical-assign":
        return `{ ${this.#logicalAssignment(expr)} ${owned(this.place(expr.target), wanted)} }`;
      case "sequence":
        return `{ ${this.effect(expr.first)} ${this.value(expr.last, wanted)} }`;
      case "literal":
        return this.#literal(expr);
      case "spread":
        return this.#spread(expr);
      case "remove": {
        const from = this.place(expr.source).text;
        const text = `{ see(&${from}); ${this.throwPoint()} pop(&mut ${from}) }`;
        return this.#converted(text, "optional", wanted);
      }
      case "element":
        return `*element(&${this.place(expr.source).text})`;
      case "copy-elements":
        return `{ ${this.throwPoint()} List { elements: ${this.place(expr.source).text}.elements } }`;
      case "start": {
        const moved = this.#names.next("t");
        const value = this.value(expr.value, "budget");
        return `{ let ${moved} = ${value}; ${this.throwPoint()} Later(${moved}) }`;
      }
      case "await": {
        const moved = this.#names.next("t");
        const text = `{ let ${moved} = ${this.value(expr.value, "promise")}; ${this.throwPoint()} ${moved}.0 }`;
        return this.#converted(text, "budget", wanted);
      }
      case "await-all": {
        const [left, right] = [this.#names.next("t"), this.#names.next("t")];
        const first = `let ${left} = ${this.value(expr.left, "promise")};`;
        const second = `let ${right} = ${this.value(expr.right, "promise")};`;
        return `{ ${first} ${second} ${this.throwPoint()} (${left}.0, ${right}.0) }`;
      }
      default:
        throw notShared(expr);
    }
  }

  #converted(text: string, shape: Shape, wanted: Shape): string {
    return owned({ text, shape }, wanted);
  }

  #literal({ shape, parts }: Extract<Expr, { kind: "literal" }>): string {
    if (shape === "array") {
      const lets = parts.map((part) => `let ${this.#names.next("t")} = ${this.value(part, "budget")};`);
      return `{ ${lets.join(" ")} fresh::<List>() }`;
    }
    const values = partsOf[shape].map(([key, of], index) => {
      const part = parts[index];
      if (part === undefined) throw new NotShared(`a literal without ${key}`);
      const value = this.value(part, of);
      return shape === "tuple" ? value : `${key}: ${value}`;
    });
    switch (shape) {
      case "pair":
        return `Pair { ${values.join(", ")}, n: 1 }`;
      case "tuple":
        return `(${values.join(", ")})`;
      case "nest":
        return `Nest { ${values.join(", ")} }`;
    }
  }

  /** Rust's `..source` comes last; JavaScript's spread comes first, and what is overwritten later stays (M1). */
  #spread({ source, key, value }: Extract<Expr, { kind: "spread" }>): string {
    const from = this.place(source).text;
    const names = { a: this.#names.next("t"), c: this.#names.next("t") };
    const spread = (["a", "c"] as const).map((part) =>
      part === key ? `see(&${from}.${part});` : `let ${names[part]} = ${from}.${part};`,
    );
    const written = key === "a" || key === "c" ? `let ${names[key]} = ${this.value(value, "budget")};` : "";
    return `{ ${spread.join(" ")} ${written} Pair { a: ${names.a}, c: ${names.c}, n: 1 } }`;
  }

  // Borrows

  /** `&T`. Where a parameter borrows (`lent`), so does it the parts of a literal (T5). */
  borrow(expr: Expr, wanted: Shape, lent = false): string {
    switch (expr.kind) {
      case "place":
        return borrowed(this.place(expr), wanted);
      case "choose":
        return this.decide(
          expr.test,
          this.borrow(expr.yes, wanted, lent),
          this.borrow(expr.no, wanted, lent),
        );
      case "sequence":
        return `{ ${this.effect(expr.first)} ${this.borrow(expr.last, wanted, lent)} }`;
      case "assign":
        return `{ ${this.assignment(expr.target, expr.value)} ${borrowed(this.place(expr.target), wanted)} }`;
      case "logical-assign":
        return `{ ${this.#logicalAssignment(expr)} ${borrowed(this.place(expr.target), wanted)} }`;
      case "fallback": {
        const loan = this.#names.next("r");
        const kept = wanted === "budget" ? `${loan}.as_ref().unwrap()` : loan;
        const otherwise = this.borrow(expr.right, wanted, lent);
        return `{ let ${loan} = ${this.borrow(expr.left, "optional", lent)}; if c() { ${kept} } else { ${otherwise} } }`;
      }
      case "borrowed":
        return this.borrowName(expr.name);
      case "element":
        return `{ ${this.#callOf(expr.source)} element(&${this.place(expr.source).text}) }`;
      case "literal":
        if (!lent) break;
        if (expr.shape === "array")
          return `lent_list(&[${expr.parts.map((part) => this.borrow(part, "budget", true)).join(", ")}])`;
        return `lent_${expr.shape}(${partsOf[expr.shape]
          .map(([, of], index) => {
            const part = expr.parts[index];
            return part === undefined ? "" : this.borrow(part, of, true);
          })
          .join(", ")})`;
      default:
    }
    return `leak(${this.value(expr, wanted)})`;
  }

  #logicalAssignment({ target, value }: Extract<Expr, { kind: "logical-assign" }>): string {
    return `see(&${this.place(target).text}); if c() { ${this.assignment(target, value)} }`;
  }

  // Consuming methods

  #method({ method, receiver, amount }: Extract<Expr, { kind: "method" }>): string {
    return this.#receive(receiver, (place) => this.#consume(receiver, place, method, amount));
  }

  /** Evaluates a receiver and goes on with the place it is in, which keeps it until the call. */
  #receive(expr: Expr, next: Continue): string {
    switch (expr.kind) {
      case "place":
        return next(this.place(expr));
      case "choose":
        return this.decide(expr.test, this.#receive(expr.yes, next), this.#receive(expr.no, next));
      case "sequence":
        return `{ ${this.effect(expr.first)} ${this.#receive(expr.last, next)} }`;
      case "assign":
        return `{ ${this.assignment(expr.target, expr.value)} ${next(this.place(expr.target))} }`;
      case "logical-assign":
        return `{ ${this.#logicalAssignment(expr)} ${next(this.place(expr.target))} }`;
      case "fallback": {
        const otherwise = this.#receive(expr.right, next);
        return this.#receive(
          expr.left,
          (left) => `{ see(&${left.text}); if c() { ${next(left)} } else { ${otherwise} } }`,
        );
      }
      default:
    }
    const kept: RustPlace = { text: this.#names.next("t"), shape: naturalShape(expr) };
    return `{ let mut ${kept.text} = ${this.value(expr, kept.shape)}; ${next(kept)} }`;
  }

  /** The receiver is on loan while the argument is evaluated, and moves only when the call cannot throw any more (T10). */
  #consume(node: Expr, place: RustPlace, method: "spend" | "split" | "close", amount: Expr | null): string {
    const loan = this.#names.next("r");
    const count = this.#names.next("n");
    const argument = amount === null ? "" : `let ${count} = ${this.number(amount)};`;
    const call = `${method}(${owned(place, "budget")}${amount === null ? "" : `, ${count}`})`;
    return `{ let ${loan} = &${place.text}; ${this.#reach(node)} ${argument} see(${loan}); ${this.throwPoint()} ${call} }`;
  }

  #merge({ receiver, argument }: Extract<Expr, { kind: "merge" }>): string {
    return this.#receive(receiver, (place) => {
      const loan = this.#names.next("r");
      const merged = this.#receive(argument, (other) => {
        const moved = this.#names.next("t");
        // T10: when it throws, the argument is where it was.
        const back = other.shape === "optional" ? `Some(${moved})` : moved;
        const thrown = this.#raise === null ? "" : `if c() { ${other.text} = ${back}; ${this.raise()} }`;
        const into = owned(place, "budget");
        return `{ let ${moved} = ${owned(other, "budget")}; see(${loan}); ${thrown} merge(${into}, ${moved}) }`;
      });
      return `{ let ${loan} = &${place.text}; ${merged} }`;
    });
  }

  /** F3: a member of `o!` may throw, since `o` may be empty after all. */
  #reach(node: Expr): string {
    if (node.kind !== "place" || node.spelling !== "non-null") return "";
    return this.place(node).shape === "optional" ? this.throwPoint() : "";
  }

  // Numbers

  number(expr: Expr): string {
    switch (expr.kind) {
      case "number":
        return "1";
      case "remaining": {
        const loan = this.#names.next("r");
        const receiver = this.borrow(expr.receiver, "budget");
        return `{ let ${loan} = ${receiver}; ${this.#reach(expr.receiver)} remaining(${loan}) }`;
      }
      case "field-n":
        return `${this.place(expr.source).text}.n`;
      case "add":
        return `(${this.number(expr.left)} + ${this.number(expr.right)})`;
      case "peek": {
        const loan = this.#names.next("r");
        const value = this.borrow(expr.value, expr.shape, true);
        return `{ let ${loan} = ${value}; ${this.throwPoint()} peek(${loan}) }`;
      }
      case "await-peek": {
        const loan = this.#names.next("r");
        const value = this.borrow(expr.value, "budget");
        return `{ let ${loan} = ${value}; ${this.throwPoint()} peek(${loan}) }`;
      }
      case "look":
        return this.#look(expr.value, expr.amount, "");
      case "covers":
        return this.#look(expr.receiver, expr.amount, this.#reach(expr.receiver));
      case "mix": {
        const moved = this.#names.next("t");
        const count = this.#names.next("n");
        const value = this.value(expr.value, "budget");
        const amount = this.number(expr.amount);
        return `{ let ${moved} = ${value}; let ${count} = ${amount}; ${this.throwPoint()} mix(${moved}, ${count}) }`;
      }
      case "both": {
        const left = this.#names.next("t");
        const right = this.#names.next("t");
        const first = this.value(expr.left, "budget");
        const second = this.value(expr.right, "budget");
        return `{ let ${left} = ${first}; let ${right} = ${second}; ${this.throwPoint()} both(${left}, ${right}) }`;
      }
      case "close":
        return this.#receive(expr.receiver, (place) => this.#consume(expr.receiver, place, "close", null));
      case "optional-close":
        return this.#receive(
          expr.receiver,
          (place) => `if c() { ${this.#consume(expr.receiver, place, "close", null)} } else { 0 }`,
        );
      default:
        throw notShared(expr);
    }
  }

  #look(value: Expr, amount: Expr, reach: string): string {
    const loan = this.#names.next("r");
    const count = this.#names.next("n");
    const first = `let ${loan} = ${this.borrow(value, "budget")}; ${reach}`;
    const second = `let ${count} = ${this.number(amount)}; ${this.throwPoint()}`;
    return `{ ${first} ${second} look(${loan}, ${count}) }`;
  }

  // Truth

  /** `yes` or `no`, and no third path: `a && b` in a condition is two branches, here as jumps between labelled blocks. */
  decide(test: Expr, yes: string, no: string): string {
    if (test.kind === "not") return this.decide(test.value, no, yes);
    if (test.kind !== "logic") return `if ${this.#truth(test)} { ${yes} } else { ${no} }`;
    const [end, left, right] = ["'e", "'n", "'y"].map((prefix) => this.#names.next(prefix));
    const jumps = this.#jump(test, right ?? "", left ?? "");
    return `${end}: { ${left}: { ${right}: { ${jumps} } break ${end} { ${yes} }; } ${no} }`;
  }

  #jump(test: Expr, yes: string, no: string): string {
    if (test.kind === "not") return this.#jump(test.value, no, yes);
    if (test.kind !== "logic") return `if ${this.#truth(test)} { break ${yes}; } else { break ${no}; }`;
    const open = this.#names.next("'o");
    const first = test.operator === "&&" ? this.#jump(test.left, open, no) : this.#jump(test.left, yes, open);
    return `${open}: { ${first} } ${this.#jump(test.right, yes, no)}`;
  }

  #truth(expr: Expr): string {
    switch (expr.kind) {
      case "cond":
        return `{ ${this.throwPoint()} c() }`;
      case "literal-truth":
        return "c()";
      case "positive":
        return `(${this.number(expr.value)}) > 0`;
      case "covers":
        return `(${this.number(expr)}) > 0`;
      case "present":
        return `{ see(&${this.place(expr.value).text}); ${this.throwPoint()} c() }`;
      case "same":
        return `{ ${this.#see(expr.left)} ${this.#see(expr.right)} c() }`;
      default:
        throw notShared(expr);
    }
  }

  // Effects

  effect(expr: Expr): string {
    switch (expr.kind) {
      case "may-throw":
      case "tick":
        return this.throwPoint();
      case "insert": {
        const [loan, moved] = [this.#names.next("r"), this.#names.next("t")];
        const into = this.place(expr.target).text;
        const value = this.value(expr.value, "budget");
        return `{ let ${loan} = &${into}; let ${moved} = ${value}; ${this.throwPoint()} push(${loan}, ${moved}); }`;
      }
      case "call":
        return this.#call(expr);
      case "clear":
        // Nothing in `clear` throws before it has cleared.
        return `${this.place(expr.target).text}.elements = fresh(); ${this.#callOf(expr.target)}`;
      case "fail":
        return this.raise();
      case "when":
        return `${this.decide(expr.test, this.effect(expr.effect), "")};`;
      case "take": {
        const moved = this.#names.next("t");
        const value = this.value(expr.value, expr.shape);
        return `{ let ${moved} = ${value}; ${this.throwPoint()} take(${moved}); }`;
      }
      case "number":
      case "remaining":
      case "field-n":
      case "add":
      case "peek":
      case "await-peek":
      case "look":
      case "mix":
      case "both":
      case "close":
      case "optional-close":
        // Not `let _`, which reads nothing of the place it is given.
        return `take(${this.number(expr)});`;
      case "cond":
      case "literal-truth":
      case "positive":
      case "covers":
      case "present":
      case "same":
      case "not":
      case "logic":
        return `${this.decide(expr, "", "")};`;
      case "assign":
        return this.assignment(expr.target, expr.value);
      case "logical-assign":
        return this.#logicalAssignment(expr);
      default:
        return this.#see(expr);
    }
  }

  #see(expr: Expr): string {
    return `see(${this.borrow(expr, naturalShape(expr))});`;
  }
}
