import type { Expr, Pattern, Program, Stmt } from "../../language/syntax.js";
import { listsOf } from "../../language/walk.js";
import { Names, RustExpressions, type Call } from "./Expressions.js";
import { finalizersUpTo, leave, raiseLabel, type Frames } from "./Frames.js";
import { NotShared, notShared } from "./NotShared.js";
import { naturalShape, owned, rustType, type RustPlace } from "./shapes.js";

/** A program as a Rust function on one line; throws `NotShared` where Rust has no counterpart. */
export function printRust(name: string, { parameters, body }: Program): string {
  const list = parameters.map(({ id, shape }) => `mut v${id}: ${rustType[shape]}`).join(", ");
  const functions = new Functions(body);
  return `fn ${name}(${list}) { ${new RustStatements(new Names(), functions, null).list(body)} }`;
}

type FunctionStmt = Extract<Stmt, { kind: "function" }>;

/** The local functions of a program, which are printed where they are called (C1). */
class Functions {
  readonly #known = new Map<number, FunctionStmt>();
  readonly #entered = new Set<number>();

  constructor(body: readonly Stmt[]) {
    this.#collect(body);
  }

  #collect(statements: readonly Stmt[]): void {
    for (const statement of statements) {
      if (statement.kind === "function") this.#known.set(statement.name.id, statement);
      for (const list of listsOf(statement)) this.#collect(list);
    }
  }

  inlined({ callee, awaited }: Call, print: (callee: FunctionStmt) => string): string {
    const found = this.#known.get(callee.id);
    if (found === undefined) throw new NotShared(`no function ${callee.name}`);
    if (found.isAsync && !awaited) throw new NotShared("a task that goes on after the call");
    if (this.#entered.has(callee.id))
      throw new NotShared("recursion: a body cannot be printed where it is called");
    this.#entered.add(callee.id);
    const text = print(found);
    this.#entered.delete(callee.id);
    return text;
  }
}

class RustStatements {
  readonly #names: Names;
  readonly #frames: Frames;
  readonly #functions: Functions;
  readonly #expressions: RustExpressions;

  constructor(names: Names, functions: Functions, frames: Frames) {
    this.#names = names;
    this.#functions = functions;
    this.#frames = frames;
    this.#expressions = new RustExpressions(names, raiseLabel(frames), (call) => this.#call(call));
  }

  list(statements: readonly Stmt[]): string {
    return statements.map((it) => this.#statement(it)).join(" ");
  }

  #within(frames: Frames, body: readonly Stmt[]): string {
    return `{ ${new RustStatements(this.#names, this.#functions, frames).list(body)} }`;
  }

  #statement(statement: Stmt): string {
    const frames: Frames =
      "id" in statement ? { kind: "target", id: statement.id, outer: this.#frames } : this.#frames;
    switch (statement.kind) {
      case "declare": {
        const { id, shape } = statement.variable;
        return this.#declare(id, rustType[shape], this.#expressions.value(statement.value, shape));
      }
      case "declare-pattern":
      case "assign-pattern":
        return this.#patternStatement(statement.pattern, statement.value);
      case "expression":
        return this.#expressions.effect(statement.value);
      case "declare-borrow":
        return `let mut ${this.#expressions.borrowName(statement.name)}: &Budget = ${this.#expressions.borrow(statement.source, "budget")};`;
      case "rebind":
        return `${this.#expressions.borrowName(statement.name)} = ${this.#expressions.borrow(statement.source, "budget")};`;
      case "function":
        return "";
      case "callback":
        return this.#callback(statement);
      case "block":
        return `'b${statement.id}: ${this.#within(frames, statement.body)}`;
      case "if":
        return `${this.#expressions.decide(
          statement.test,
          this.#within(this.#frames, statement.yes),
          statement.no === null ? "" : this.#within(this.#frames, statement.no),
        )};`;
      case "while":
        return this.#loop(statement.id, [
          this.#leaveUnless(statement.id, statement.test),
          this.#turn(statement, frames),
        ]);
      case "do":
        return this.#loop(statement.id, [
          this.#turn(statement, frames),
          this.#leaveUnless(statement.id, statement.test),
        ]);
      case "for": {
        const { start, test, update, id } = statement;
        const first =
          start === null
            ? ""
            : this.#declare(
                start.variable.id,
                rustType[start.variable.shape],
                this.#expressions.value(start.value, start.variable.shape),
              );
        return `{ ${first} ${this.#loop(id, [
          test === null ? "" : this.#leaveUnless(id, test),
          this.#turn(statement, frames),
          update === null ? "" : this.#expressions.effect(update),
        ])} }`;
      }
      case "for-each":
        // F3: a step of an iteration may throw; the keys of `for-in` are no iteration.
        return this.#loop(statement.id, [
          statement.over === "of" ? this.#expressions.throwPoint() : "",
          `if c() { break 'b${statement.id}; }`,
          this.#turn(statement, frames),
        ]);
      case "switch":
        return this.#switch(statement, frames);
      case "try":
        return this.#try(statement);
      case "break":
      case "continue": {
        const label = `'${statement.kind === "break" ? "b" : "k"}${statement.target}`;
        return `${this.#finalizers(statement.target)} break ${label};`;
      }
      case "return": {
        const { value } = statement;
        const kept = this.#names.next("t");
        const first =
          value === null ? "" : `let ${kept} = ${this.#expressions.value(value, naturalShape(value))};`;
        return `${first} ${this.#finalizers("function")} ${leave(this.#frames)}`;
      }
      case "throw":
        return this.#expressions.raise();
      default:
        throw notShared(statement);
    }
  }

  /**
   * C2: the body of a callback that runs many times is a loop, of one that runs once a block. Rust's closures take what
   * they move when they are made; here, effects happen when the body runs.
   */
  #callback({ runs, body }: Extract<Stmt, { kind: "callback" }>): string {
    if (runs === "later") throw new NotShared("a callback that runs later");
    const label = this.#names.next("'ret");
    const called = `${label}: ${this.#within({ kind: "function", end: label, outer: this.#frames }, body)}`;
    if (runs === "once") return called;
    const end = this.#names.next("'many");
    return `${end}: loop { ${this.#expressions.throwPoint()} if c() { break ${end}; } ${called} }`;
  }

  /** C1: the body, in the state of the call, on the variables that it captures. */
  #call(call: Call): string {
    return this.#functions.inlined(call, ({ parameters, body }) => {
      const passed = parameters.map(({ id, shape }, index) => {
        const value = call.arguments[index];
        if (value === undefined) throw new NotShared("a call without an argument");
        return this.#declare(id, rustType[shape], this.#expressions.value(value, shape));
      });
      const label = this.#names.next("'ret");
      const inner = this.#within({ kind: "function", end: label, outer: this.#frames }, body);
      return `{ ${passed.join(" ")} ${label}: ${inner} }`;
    });
  }

  #declare(id: number, type: string, value: string): string {
    return `let mut v${id}: ${type} = ${value};`;
  }

  // Loops

  #loop(id: number, parts: readonly string[]): string {
    return `'b${id}: loop { ${parts.join(" ")} }`;
  }

  /** `continue` ends this block, whatever is left to do in the turn comes after it. */
  #turn({ id, body }: { id: number; body: readonly Stmt[] }, frames: Frames): string {
    return `'k${id}: ${this.#within(frames, body)}`;
  }

  #leaveUnless(id: number, test: Expr): string {
    // M4: of all conditions, only the literals of a loop are known.
    if (test.kind === "literal-truth") return test.value ? "" : `break 'b${id};`;
    return `${this.#expressions.decide(test, "", `break 'b${id};`)};`;
  }

  /** Each body is entered at the end of a block of its own, so that falling through is going on. */
  #switch({ id, value, clauses }: Extract<Stmt, { kind: "switch" }>, frames: Frames): string {
    const entry = (index: number): string => `'s${id}_${index}`;
    const tests = clauses.map(({ test }, index) =>
      test === null ? "" : `${this.#expressions.effect(test)} if c() { break ${entry(index)}; }`,
    );
    const fallback = clauses.findIndex(({ test }) => test === null);
    const otherwise = `break ${fallback < 0 ? `'b${id}` : entry(fallback)};`;
    let inner = `${this.#expressions.effect(value)} ${tests.join(" ")} ${otherwise}`;
    clauses.forEach(({ body }, index) => {
      inner = `${entry(index)}: { ${inner} } ${this.#within(frames, body)}`;
    });
    return `'b${id}: { ${inner} }`;
  }

  // Exceptions

  #try({ body, handler, finalizer }: Extract<Stmt, { kind: "try" }>): string {
    if (finalizer === null) return this.#caught(body, handler, this.#frames);
    const end = this.#names.next("'end");
    const label = this.#names.next("'f");
    const tried = this.#caught(body, handler, {
      kind: "finalizer",
      label,
      body: finalizer,
      outer: this.#frames,
    });
    // F4: once for the normal end, once for a throw; jumps print it where they leave.
    const once = this.#within(this.#frames, finalizer);
    return `${end}: { ${label}: { ${tried} ${once} break ${end}; } ${once} ${this.#expressions.raise()} }`;
  }

  #caught(body: readonly Stmt[], handler: readonly Stmt[] | null, frames: Frames): string {
    if (handler === null) return this.#within(frames, body);
    const label = this.#names.next("'c");
    const end = this.#names.next("'done");
    const tried = this.#within({ kind: "handler", label, outer: frames }, body);
    return `${end}: { ${label}: { ${tried} break ${end}; } ${this.#within(frames, handler)} }`;
  }

  #finalizers(target: number | "function"): string {
    return finalizersUpTo(this.#frames, target)
      .map(({ body, around }) => this.#within(around, body))
      .join(" ");
  }

  // Patterns

  /** A place is taken apart part by part; any other value flows in whole, or is only looked at. */
  #patternStatement(pattern: Pattern, value: Expr): string {
    if (value.kind === "place") return this.#pattern(pattern, this.#expressions.place(value));
    const shape = naturalShape(value);
    const kept: RustPlace = { text: this.#names.next("t"), shape };
    const text = bindsOwned(pattern)
      ? `let mut ${kept.text} = ${this.#expressions.value(value, shape)};`
      : `let ${kept.text} = ${this.#expressions.borrow(value, shape)};`;
    return `${text} ${this.#pattern(pattern, kept)}`;
  }

  #pattern(pattern: Pattern, source: RustPlace): string {
    switch (pattern.kind) {
      case "bind": {
        const { id, shape } = pattern.variable;
        return this.#declare(id, rustType[shape], this.#part(source, pattern.fallback, shape));
      }
      case "into": {
        const target = this.#expressions.place(pattern.target);
        return `${target.text} = ${this.#part(source, pattern.fallback, target.shape)};`;
      }
      case "read-n":
        return `let ${pattern.name} = ${source.text}.n;`;
      case "object":
        // F3: what is taken apart may be missing; of an array, that is taken for granted.
        return [
          this.#expressions.throwPoint(),
          ...pattern.entries.map(({ key, pattern: part }) =>
            this.#pattern(part, part.kind === "read-n" ? source : partOf(source, key)),
          ),
        ].join(" ");
      case "array":
        return pattern.elements
          .map((part, index) => (part === null ? "" : this.#pattern(part, partOf(source, String(index)))))
          .join(" ");
      default:
        throw notShared(pattern);
    }
  }

  #part(source: RustPlace, fallback: Expr | null, shape: RustPlace["shape"]): string {
    if (fallback === null) return owned(source, shape);
    const kept: RustPlace = { text: this.#names.next("t"), shape: source.shape };
    const otherwise = this.#expressions.value(fallback, shape);
    return `{ let ${kept.text} = ${source.text}; if c() { ${owned(kept, shape)} } else { ${otherwise} } }`;
  }
}

function partOf({ text, shape }: RustPlace, key: string): RustPlace {
  return { text: `${text}.${key}`, shape: shape === "nest" && key === "p" ? "pair" : "budget" };
}

function bindsOwned(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "bind":
    case "into":
      return true;
    case "object":
      return pattern.entries.some((entry) => bindsOwned(entry.pattern));
    case "array":
      return pattern.elements.some((part) => part !== null && bindsOwned(part));
    default:
      return false;
  }
}
