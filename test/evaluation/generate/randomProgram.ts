import { partsOf, type Shape } from "../language/shapes.js";
import type { Expr, Pattern, PlaceExpr, Program, Spelling, Stmt, Variable } from "../language/syntax.js";
import type { Random } from "./Random.js";

/** A well-formed, type-correct program; whether it is correct in ownership is left to chance. */
export function randomProgram(random: Random): Program {
  return new Generator(random).program();
}

interface Scope {
  readonly visible: Variable[];
  readonly own: Variable[];
}

interface Target {
  readonly id: number;
  readonly kind: "loop" | "switch" | "block";
}

const shapes: Readonly<Partial<Record<Shape, number>>> = {
  budget: 6,
  optional: 3,
  pair: 3,
  tuple: 2,
  nest: 1,
};

class Generator {
  readonly #random: Random;
  #nextId = 1;
  #scope: Scope = { visible: [], own: [] };
  #targets: Target[] = [];
  /** Statements that may still be made: bounds the size of the program. */
  #left: number;

  constructor(random: Random) {
    this.#random = random;
    this.#left = 3 + random.below(14);
  }

  program(): Program {
    const parameters = Array.from({ length: 1 + this.#random.below(3) }, () => this.#variable());
    this.#scope.visible.push(...parameters);
    this.#scope.own.push(...parameters);
    const body: Stmt[] = [];
    while (this.#left > 0) body.push(this.#statement(0));
    return { isAsync: false, parameters, body };
  }

  #variable(shape: Shape = this.#random.weighted(shapes)): Variable {
    const id = this.#nextId++;
    return { id, name: `v${id}`, shape };
  }

  // Statements

  #list(depth: number, targets: readonly Target[] = []): Stmt[] {
    const outerScope = this.#scope;
    const outerTargets = this.#targets;
    this.#scope = { visible: [...outerScope.visible], own: [] };
    this.#targets = [...outerTargets, ...targets];
    const body: Stmt[] = [];
    if (this.#random.chance(0.08)) body.push(this.#shadow());
    const length = this.#random.weighted({ "1": 4, "2": 4, "3": 2, "0": 0.5 });
    for (let count = Number(length); count > 0; count--) body.push(this.#statement(depth));
    this.#scope = outerScope;
    this.#targets = outerTargets;
    return body;
  }

  /** The first statement of a block may hide a variable around it. */
  #shadow(): Stmt {
    const hidden = this.#random.pick(this.#scope.visible);
    const variable = { id: this.#nextId++, name: hidden.name, shape: hidden.shape };
    this.#scope.visible.splice(this.#scope.visible.indexOf(hidden), 1, variable);
    this.#scope.own.push(variable);
    return { kind: "declare", variable, annotated: true, value: { kind: "fresh", shape: variable.shape } };
  }

  #declare(variable: Variable): Variable {
    this.#scope.visible.push(variable);
    this.#scope.own.push(variable);
    return variable;
  }

  #statement(depth: number): Stmt {
    this.#left--;
    const nested = depth < 4 && this.#left > 0 ? 1 : 0;
    const jumps = this.#targets.length > 0 ? 1 : 0;
    const id = this.#nextId++;
    switch (
      this.#random.weighted({
        declare: 12,
        effect: 40,
        pattern: 7,
        if: 12 * nested,
        loop: 11 * nested,
        switch: 4 * nested,
        try: 8 * nested,
        block: 3 * nested,
        jump: 10 * jumps,
        return: depth > 0 ? 3 : 0.5,
        throw: depth > 0 ? 2 : 0.3,
      })
    ) {
      case "declare": {
        const variable = this.#variable();
        const value = this.#value(variable.shape, 2);
        this.#declare(variable);
        return {
          kind: "declare",
          variable,
          annotated: variable.shape !== "budget" || this.#random.chance(0.5),
          value,
        };
      }
      case "effect":
        return { kind: "expression", value: this.#effect(2) };
      case "pattern":
        return this.#patternStatement();
      case "if": {
        const test = this.#truth(2);
        const yes = this.#list(depth + 1);
        return { kind: "if", test, yes, no: this.#random.chance(0.45) ? this.#list(depth + 1) : null };
      }
      case "loop":
        return this.#loop(depth, id);
      case "switch": {
        const value = this.#number(1);
        const count = 1 + this.#random.below(3);
        const fallback = this.#random.below(count + 2);
        const clauses = Array.from({ length: count }, (_, index) => ({
          test: index === fallback ? null : this.#number(this.#random.chance(0.2) ? 1 : 0),
          body: this.#list(depth + 1, [{ id, kind: "switch" }]),
        }));
        for (const { body } of clauses) {
          if (this.#random.chance(0.4)) body.push({ kind: "break", target: id, labelled: false });
        }
        return { kind: "switch", id, value, clauses };
      }
      case "try": {
        const form = this.#random.weighted({ catch: 5, finally: 3, both: 3 });
        return {
          kind: "try",
          body: this.#list(depth + 1),
          handler: form === "finally" ? null : this.#list(depth + 1),
          finalizer: form === "catch" ? null : this.#list(depth + 1),
        };
      }
      case "block":
        return { kind: "block", id, body: this.#list(depth + 1, [{ id, kind: "block" }]) };
      case "jump":
        return this.#jump();
      case "return":
        return { kind: "return", value: this.#random.chance(0.5) ? this.#value("budget", 1) : null };
      case "throw":
        return { kind: "throw" };
    }
  }

  #loop(depth: number, id: number): Stmt {
    const target: Target = { id, kind: "loop" };
    const test = (): Expr =>
      this.#random.chance(0.12) ? { kind: "literal-truth", value: this.#random.chance(0.7) } : this.#truth(1);
    switch (this.#random.weighted({ while: 4, do: 2, for: 3, of: 4, in: 1 })) {
      case "while":
        return { kind: "while", id, test: test(), body: this.#list(depth + 1, [target]) };
      case "do":
        return { kind: "do", id, body: this.#list(depth + 1, [target]), test: test() };
      case "of":
        return { kind: "for-each", id, over: "of", body: this.#list(depth + 1, [target]) };
      case "in":
        return { kind: "for-each", id, over: "in", body: this.#list(depth + 1, [target]) };
      case "for": {
        const outer = this.#scope;
        this.#scope = { visible: [...outer.visible], own: [] };
        let start: { variable: Variable; value: Expr } | null = null;
        if (this.#random.chance(0.5)) {
          const value = this.#value("budget", 1);
          start = { variable: this.#declare(this.#variable("budget")), value };
        }
        const condition = this.#random.chance(0.85) ? test() : null;
        const update = this.#random.chance(0.7) ? this.#effect(1) : null;
        const body = this.#list(depth + 1, [target]);
        this.#scope = outer;
        return { kind: "for", id, start, test: condition, update, body };
      }
    }
  }

  #jump(): Stmt {
    const { id, kind } = this.#random.pick(this.#targets);
    const goOn = kind === "loop" && this.#random.chance(0.5);
    const innermost = this.#targets.findLast((it) => (goOn ? it.kind === "loop" : it.kind !== "block"));
    const labelled = innermost?.id !== id || this.#random.chance(0.3);
    return { kind: goOn ? "continue" : "break", target: id, labelled };
  }

  #patternStatement(): Stmt {
    const shape = this.#random.weighted({ pair: 4, tuple: 4, nest: 1 });
    const value: Expr = this.#value(shape, 1, 0.8);
    const swap = shape === "tuple" && this.#random.chance(0.3);
    if (swap || this.#random.chance(0.4)) {
      const pattern = this.#pattern(shape, () => this.#into());
      const source: Expr = swap
        ? { kind: "literal", shape: "tuple", parts: [this.#value("budget", 0), this.#value("budget", 0)] }
        : value;
      return { kind: "assign-pattern", pattern, value: source };
    }
    const fresh: Variable[] = [];
    const pattern = this.#pattern(shape, (part) => {
      const variable = this.#variable(part);
      const fallback = part === "budget" && this.#random.chance(0.12) ? this.#value("budget", 0) : null;
      fresh.push(variable);
      return { kind: "bind", variable, fallback };
    });
    for (const variable of fresh) this.#declare(variable);
    return { kind: "declare-pattern", pattern, value };
  }

  #into(): Pattern | null {
    const target = this.#place("budget");
    if (target === null) return null;
    const fallback = this.#random.chance(0.12) ? this.#value("budget", 0) : null;
    return { kind: "into", target: { ...target, spelling: "plain" }, fallback };
  }

  #pattern(shape: "pair" | "tuple" | "nest", leaf: (shape: Shape) => Pattern | null): Pattern {
    const part = (of: Shape): Pattern | null =>
      of === "pair" && this.#random.chance(0.6) ? this.#pattern("pair", leaf) : leaf(of);
    if (shape === "tuple") {
      const elements = partsOf.tuple.map(([, of]) => (this.#random.chance(0.75) ? part(of) : null));
      return { kind: "array", elements };
    }
    const entries = partsOf[shape].flatMap(([key, of]) => {
      // A leaf of a whole pair binds a new variable only: there may be no place of that shape to write into.
      const pattern = this.#random.chance(0.7) ? part(of === "pair" ? "pair" : of) : null;
      return pattern === null || (pattern.kind === "into" && of !== "budget") ? [] : [{ key, pattern }];
    });
    return { kind: "object", entries };
  }

  // Places

  #place(shape: Shape): PlaceExpr | null {
    const found: PlaceExpr[] = [];
    const visit = (variable: Variable, at: Shape, path: string[]): void => {
      if (at === shape) found.push({ kind: "place", variable, path, spelling: "plain" });
      for (const [key, part] of partsOf[at]) visit(variable, part, [...path, key]);
    };
    for (const variable of this.#scope.visible) visit(variable, variable.shape, []);
    if (found.length === 0) return null;
    const place = this.#random.pick(found);
    return { ...place, spelling: this.#spelling(place) };
  }

  #spelling(place: PlaceExpr): Spelling {
    if (this.#random.chance(0.8)) return "plain";
    if (place.path.length > 0 && this.#random.chance(0.5)) return "quoted-key";
    return this.#random.pick(["parentheses", "cast", "satisfies", "non-null"] as const);
  }

  /** A budget place, or an optional one said not to be null. */
  #budgetPlace(): PlaceExpr | null {
    const optional = this.#random.chance(0.15) ? this.#place("optional") : null;
    return optional === null ? this.#place("budget") : { ...optional, spelling: "non-null" };
  }

  /** What is written to: a place, spelled plainly. */
  #target(shape: Shape): PlaceExpr | null {
    const place = this.#place(shape);
    return place === null
      ? null
      : { ...place, spelling: place.spelling === "quoted-key" ? "quoted-key" : "plain" };
  }

  // Values

  #value(shape: Shape, depth: number, placeChance = 0.55): Expr {
    const place = shape === "budget" ? this.#budgetPlace() : this.#place(shape);
    if (place !== null && this.#random.chance(placeChance)) return place;
    if (depth === 0) return this.#random.chance(0.5) && place !== null ? place : { kind: "fresh", shape };
    switch (shape) {
      case "budget":
        return this.#budget(depth);
      case "optional":
        return this.#optional(depth);
      case "pair":
        return this.#pair(depth);
      case "tuple":
        return this.#tuple(depth);
      case "nest":
        return this.#random.chance(0.5)
          ? { kind: "fresh", shape }
          : {
              kind: "literal",
              shape,
              parts: [this.#value("pair", depth - 1), this.#value("budget", depth - 1)],
            };
      case "array":
      case "map":
      case "promise":
        return { kind: "fresh", shape };
    }
  }

  #budget(depth: number): Expr {
    switch (
      this.#random.weighted({
        fresh: 14,
        pass: 7,
        spend: 10,
        merge: 5,
        choose: 6,
        fallback: 6,
        assign: 5,
        "logical-assign": 3,
        sequence: 3,
      })
    ) {
      case "fresh":
        return { kind: "fresh", shape: "budget" };
      case "pass":
        return { kind: "pass", value: this.#value("budget", depth - 1) };
      case "spend":
        return {
          kind: "method",
          method: "spend",
          receiver: this.#receiver(depth - 1),
          amount: this.#number(depth - 1),
        };
      case "merge":
        return {
          kind: "merge",
          receiver: this.#receiver(depth - 1),
          argument: this.#value("budget", depth - 1),
        };
      case "choose":
        return this.#choose("budget", depth);
      case "fallback":
        return {
          kind: "fallback",
          operator: this.#random.pick(["??", "||"] as const),
          left: this.#place("optional") ?? { kind: "fresh", shape: "optional" },
          right: this.#value("budget", depth - 1),
        };
      case "assign": {
        const target = this.#target("budget");
        const value = this.#value("budget", depth - 1);
        return target === null ? value : { kind: "assign", target, value };
      }
      case "logical-assign": {
        const target = this.#target("optional");
        const value = this.#value("budget", depth - 1);
        return target === null
          ? value
          : { kind: "logical-assign", operator: this.#random.pick(["??=", "||="] as const), target, value };
      }
      case "sequence":
        return { kind: "sequence", first: this.#effect(depth - 1), last: this.#value("budget", depth - 1) };
    }
  }

  #choose(shape: Shape, depth: number): Expr {
    const test = this.#truth(depth - 1);
    return { kind: "choose", test, yes: this.#value(shape, depth - 1), no: this.#value(shape, depth - 1) };
  }

  #optional(depth: number): Expr {
    switch (this.#random.weighted({ fresh: 3, spend: 3, budget: 4, choose: 2 })) {
      case "fresh":
        return { kind: "fresh", shape: "optional" };
      case "spend": {
        const receiver = this.#place("optional") ?? ({ kind: "fresh", shape: "optional" } as const);
        return { kind: "optional-spend", receiver, amount: this.#number(depth - 1) };
      }
      case "budget":
        return this.#value("budget", depth - 1);
      case "choose":
        return this.#choose("optional", depth);
    }
  }

  #pair(depth: number): Expr {
    const source = this.#place("pair");
    switch (this.#random.weighted({ fresh: 3, literal: 4, spread: source === null ? 0 : 3, choose: 2 })) {
      case "fresh":
        return { kind: "fresh", shape: "pair" };
      case "literal":
        return {
          kind: "literal",
          shape: "pair",
          parts: [this.#value("budget", depth - 1), this.#value("budget", depth - 1)],
        };
      case "spread": {
        const key = this.#random.pick(["a", "c", null]);
        const value: Expr =
          key === null ? { kind: "fresh", shape: "budget" } : this.#value("budget", depth - 1);
        return { kind: "spread", source: source ?? neverPlace(), key, value };
      }
      case "choose":
        return this.#choose("pair", depth);
    }
  }

  #tuple(depth: number): Expr {
    switch (this.#random.weighted({ fresh: 2, split: 5, literal: 3, choose: 1 })) {
      case "fresh":
        return { kind: "fresh", shape: "tuple" };
      case "split":
        return {
          kind: "method",
          method: "split",
          receiver: this.#receiver(depth - 1),
          amount: this.#number(depth - 1),
        };
      case "literal":
        return {
          kind: "literal",
          shape: "tuple",
          parts: [this.#value("budget", depth - 1), this.#value("budget", depth - 1)],
        };
      case "choose":
        return this.#choose("tuple", depth);
    }
  }

  #receiver(depth: number): Expr {
    return this.#value("budget", Math.max(depth, 0), 0.85);
  }

  #number(depth: number): Expr {
    if (depth <= 0 || this.#random.chance(0.35)) {
      const place = this.#random.chance(0.4) ? this.#budgetPlace() : null;
      return place === null ? { kind: "number" } : { kind: "remaining", receiver: place };
    }
    switch (
      this.#random.weighted({
        remaining: 5,
        peek: 5,
        close: 4,
        "optional-close": 3,
        "field-n": 2,
        add: 2,
        look: 3,
        mix: 3,
        both: 2,
      })
    ) {
      case "remaining":
        return { kind: "remaining", receiver: this.#receiver(depth - 1) };
      case "peek": {
        const shape = this.#random.weighted(shapes);
        return { kind: "peek", shape, value: this.#value(shape, depth - 1, 0.85) };
      }
      case "close":
        return { kind: "close", receiver: this.#receiver(depth - 1) };
      case "optional-close":
        return {
          kind: "optional-close",
          receiver: this.#place("optional") ?? { kind: "fresh", shape: "optional" },
        };
      case "field-n": {
        const source = this.#place("pair");
        return source === null ? { kind: "number" } : { kind: "field-n", source };
      }
      case "add":
        return { kind: "add", left: this.#number(depth - 1), right: this.#number(depth - 1) };
      case "look":
        return { kind: "look", value: this.#receiver(depth - 1), amount: this.#number(depth - 1) };
      case "mix":
        return { kind: "mix", value: this.#value("budget", depth - 1), amount: this.#number(depth - 1) };
      case "both":
        return {
          kind: "both",
          left: this.#value("budget", depth - 1),
          right: this.#value("budget", depth - 1),
        };
    }
  }

  #truth(depth: number): Expr {
    if (depth <= 0 || this.#random.chance(0.45)) return { kind: "cond" };
    switch (this.#random.weighted({ positive: 4, covers: 2, present: 3, same: 1, not: 3, logic: 5 })) {
      case "positive":
        return { kind: "positive", value: this.#number(depth) };
      case "covers":
        return { kind: "covers", receiver: this.#receiver(depth - 1), amount: this.#number(depth - 1) };
      case "present": {
        const value = this.#place("optional");
        return value === null ? { kind: "cond" } : { kind: "present", value };
      }
      case "same": {
        const left = this.#place("budget");
        const right = this.#place("budget");
        return left === null || right === null ? { kind: "cond" } : { kind: "same", left, right };
      }
      case "not":
        return { kind: "not", value: this.#truth(depth - 1) };
      case "logic":
        return {
          kind: "logic",
          operator: this.#random.pick(["&&", "||"] as const),
          left: this.#truth(depth - 1),
          right: this.#truth(depth - 1),
        };
    }
  }

  #effect(depth: number): Expr {
    switch (
      this.#random.weighted({
        take: 36,
        assign: 26,
        number: 16,
        when: 8,
        spend: 3,
        "logical-assign": 4,
        "may-throw": 5,
        fail: 1,
      })
    ) {
      case "take": {
        const shape = this.#random.weighted(shapes);
        return { kind: "take", shape, value: this.#value(shape, depth, 0.75) };
      }
      case "assign": {
        const shape = this.#random.weighted(shapes);
        const target = this.#target(shape);
        if (target === null) return { kind: "may-throw" };
        return { kind: "assign", target, value: this.#value(shape, depth, 0.35) };
      }
      case "number":
        return this.#number(Math.max(depth, 1));
      case "when":
        return { kind: "when", test: this.#truth(depth - 1), effect: this.#effect(Math.max(depth - 1, 0)) };
      case "spend":
        return {
          kind: "method",
          method: "spend",
          receiver: this.#receiver(depth),
          amount: this.#number(depth - 1),
        };
      case "logical-assign": {
        const target = this.#target("optional");
        if (target === null) return { kind: "may-throw" };
        const operator = this.#random.pick(["??=", "||=", "&&="] as const);
        return { kind: "logical-assign", operator, target, value: this.#value("budget", depth) };
      }
      case "may-throw":
        return { kind: "may-throw" };
      case "fail":
        return { kind: "fail" };
    }
  }
}

function neverPlace(): never {
  throw new Error("a spread needs a pair to spread");
}
