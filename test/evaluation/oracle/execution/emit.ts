import type { Expr, Pattern, Program, Stmt } from "../../language/syntax.js";
import { listsOf } from "../../language/walk.js";
import { Expressions, Temporaries, type Around } from "./Expressions.js";

/**
 * The program as JavaScript: a function of the machine that it runs on, a generator if the program is asynchronous. `owners`
 * are the variables of iterations that own what they are given (K1).
 */
export function emit({ isAsync, parameters, body }: Program, owners: ReadonlySet<number>): string {
  const fresh = parameters.map(({ name, shape }) => `let ${name} = $.fresh("${shape}");`);
  const text = functionBody({ isTried: false, isAsync, owners }, body, outlivesThrow(body));
  return `(function${isAsync ? "*" : ""}($) { ${fresh.join(" ")} { ${text} } })`;
}

/**
 * Whether the program may go on after a local function has thrown: somebody catches it, or it ran as a task, which nobody
 * waits for.
 */
function outlivesThrow(body: readonly Stmt[]): boolean {
  return body.some(
    (it) =>
      it.kind === "try" ||
      (it.kind === "function" && it.isAsync) ||
      (it.kind === "callback" && it.runs === "later") ||
      listsOf(it).some(outlivesThrow),
  );
}

/** `survives`: `outlivesThrow` of the program, so that a local function must be seen to throw. */
function functionBody(around: Around, body: readonly Stmt[], survives: boolean): string {
  const temporaries = new Temporaries();
  const text = new Statements(around, temporaries, survives).list(body);
  const names = temporaries.names.length > 0 ? `let ${temporaries.names.join(", ")};` : "";
  return `${names} ${text}`;
}

class Statements {
  readonly #around: Around;
  readonly #temporaries: Temporaries;
  readonly #expressions: Expressions;
  readonly #survives: boolean;

  constructor(around: Around, temporaries: Temporaries, survives: boolean) {
    this.#around = around;
    this.#temporaries = temporaries;
    this.#expressions = new Expressions(around, temporaries);
    this.#survives = survives;
  }

  list(statements: readonly Stmt[]): string {
    return statements.map((it) => this.#statement(it)).join("\n");
  }

  #block(body: readonly Stmt[], around: Around = this.#around): string {
    return `{ ${new Statements(around, this.#temporaries, this.#survives).list(body)} }`;
  }

  #statement(statement: Stmt): string {
    const it = this.#expressions;
    switch (statement.kind) {
      case "declare":
        return `let ${statement.variable.name} = ${it.owned(statement.value)};`;
      case "declare-pattern":
      case "assign-pattern":
        return this.#patternStatement(statement.pattern, statement.value);
      case "declare-borrow":
        return `let ${statement.name.name} = $.borrow(${it.value(statement.source)});`;
      case "rebind":
        return `${statement.name.name} = $.borrow(${it.value(statement.source)});`;
      case "declare-task":
        return `let ${statement.name.name} = ${it.begun(statement.source)};`;
      case "declare-flag":
        return `let ${statement.name.name} = (${it.throwPoint()}, $.is());`;
      case "expression":
        return `${it.value(statement.value)};`;
      case "block":
        return `l${statement.id}: ${this.#block(statement.body)}`;
      case "if":
        return `if (${it.truth(statement.test)}) ${this.#block(statement.yes)}${
          statement.no === null ? "" : ` else ${this.#block(statement.no)}`
        }`;
      case "while":
        return this.#counted(statement.id, `while (${this.#test(statement.test)})`, statement.body);
      case "do":
        return this.#counted(statement.id, "do", statement.body, `while (${this.#test(statement.test)});`);
      case "for": {
        const { id, start, test, update, body } = statement;
        const first = start === null ? "" : `let ${start.variable.name} = ${it.owned(start.value)}`;
        const second = test === null ? "" : this.#test(test);
        const third = update === null ? "" : it.value(update);
        return this.#counted(id, `for (${first}; ${second}; ${third})`, body);
      }
      case "for-each": {
        // F3: a step of an iteration may throw; the keys of `for-in` are no iteration.
        const step = statement.over === "of" ? `${it.throwPoint()}, ` : "";
        return this.#counted(statement.id, `while ((${step}$.is()))`, statement.body);
      }
      case "iterate": {
        const { id, variable, source, body } = statement;
        const kept = this.#temporaries.next();
        const next = `let ${variable.name} = $.next(${kept}, ${this.#around.owners.has(variable.id)});`;
        const loop = this.#counted(id, `while ((${it.throwPoint()}, $.is()))`, body, "", next);
        return `${kept} = ${it.value(source)}; ${loop}`;
      }
      case "switch": {
        const clauses = statement.clauses.map(({ test, body }) =>
          test === null
            ? `default: ${this.#block(body)}`
            : `case (${it.value(test)}, $.is()): ${this.#block(body)}`,
        );
        return `l${statement.id}: switch ((${it.value(statement.value)}, true)) { ${clauses.join(" ")} }`;
      }
      case "try": {
        const { body, handler, finalizer } = statement;
        const tried: Around = { ...this.#around, isTried: true };
        const caught =
          handler === null
            ? ""
            : ` catch (error) { $.caught(error); ${this.#block(handler, finalizer === null ? this.#around : tried)} }`;
        const last = finalizer === null ? "" : ` finally { $.finalizing(); ${this.#block(finalizer)} }`;
        return `try ${this.#block(body, tried)}${caught}${last}`;
      }
      case "break":
      case "continue":
        return `${statement.kind}${statement.labelled ? ` l${statement.target}` : ""};`;
      case "return":
        return statement.value === null ? "return;" : `return ${it.owned(statement.value)};`;
      case "throw":
        return "$.fail();";
      case "function": {
        const { name, form, isAsync, parameters } = statement;
        const list = parameters.map((parameter) => parameter.name).join(", ");
        const inner = `{ ${this.#called(statement.body, isAsync)} }`;
        if (form === "declaration" && !isAsync) return `function ${name.name}(${list}) ${inner}`;
        if (form === "declaration")
          return `function ${name.name}(...args) { return $.started((function* (${list}) ${inner})(...args)); }`;
        return isAsync
          ? `const ${name.name} = (...args) => $.started((function* (${list}) ${inner})(...args));`
          : `const ${name.name} = (${list}) => ${inner};`;
      }
      case "callback":
        return this.#callback(statement);
    }
  }

  /** A loop gives up after so many turns, counted anew each time that it is entered. */
  #counted(id: number, head: string, body: readonly Stmt[], tail = "", first = ""): string {
    const count = `i${id}`;
    return `{ let ${count} = 0; l${id}: ${head} { $.turn(${count}++); ${first} ${this.#block(body)} } ${tail} }`;
  }

  #test(test: Expr): string {
    return test.kind === "literal-truth" ? String(test.value) : this.#expressions.truth(test);
  }

  // Functions

  /** The body of a local function, which is not entered too often within itself. */
  #called(body: readonly Stmt[], isAsync: boolean): string {
    const text = functionBody({ ...this.#around, isTried: this.#survives, isAsync }, body, this.#survives);
    return `$.enter(); try { ${text} } finally { $.leave(); }`;
  }

  #callback({ runs, body }: Extract<Stmt, { kind: "callback" }>): string {
    const text = `{ ${this.#called(body, false)} }`;
    const steps = this.#expressions.throwPoint();
    switch (runs) {
      case "once":
        return `(() => ${text})();`;
      case "many": {
        const count = this.#temporaries.next();
        return `${count} = 0; while ((${steps}, $.is())) { $.turn(${count}++); (() => ${text})(); }`;
      }
      case "later":
        return `${steps}; $.started((function* () { yield* $.pause(); if ($.is()) return; (() => ${text})(); })());`;
    }
  }

  // Patterns

  /** A place is taken apart part by part; any other value flows in whole, or is only looked at. */
  #patternStatement(pattern: Pattern, value: Expr): string {
    if (value.kind === "place") return this.#pattern(pattern, value.variable.name, value.path);
    const kept = this.#temporaries.next();
    const text = bindsOwned(pattern) ? this.#expressions.owned(value) : this.#expressions.value(value);
    return `${kept} = ${text}; ${this.#pattern(pattern, kept, [])}`;
  }

  #pattern(pattern: Pattern, source: string, path: readonly string[]): string {
    const text = path.reduce((whole, key) => `$.part(${whole}, "${key}")`, source);
    switch (pattern.kind) {
      case "bind":
        return `let ${pattern.variable.name} = ${this.#part(text, pattern.fallback)};`;
      case "into": {
        const kept = this.#temporaries.next();
        return `${kept} = ${this.#part(text, pattern.fallback)}, ${this.#expressions.write(pattern.target, kept)};`;
      }
      case "read-n":
        return `let ${pattern.name} = $.reach(${text});`;
      case "object":
        // F3: what is taken apart may be missing; of an array, that is taken for granted.
        return [
          `${this.#expressions.throwPoint()};`,
          ...pattern.entries.map(({ key, pattern: part }) =>
            this.#pattern(part, source, part.kind === "read-n" ? path : [...path, key]),
          ),
        ].join(" ");
      case "array":
        return pattern.elements
          .map((part, index) => (part === null ? "" : this.#pattern(part, source, [...path, String(index)])))
          .join(" ");
    }
  }

  #part(text: string, fallback: Expr | null): string {
    if (fallback === null) return `$.move(${text})`;
    const kept = this.#temporaries.next();
    return `(${kept} = $.move(${text}), $.is() ? ${this.#expressions.owned(fallback)} : ${kept})`;
  }
}

function bindsOwned(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "bind":
    case "into":
      return true;
    case "read-n":
      return false;
    case "object":
      return pattern.entries.some((entry) => bindsOwned(entry.pattern));
    case "array":
      return pattern.elements.some((part) => part !== null && bindsOwned(part));
  }
}
