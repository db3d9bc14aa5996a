import { partsOf, type Shape } from "../language/shapes.js";
import type {
  Expr,
  Name,
  Pattern,
  PlaceExpr,
  Program,
  Spelling,
  Stmt,
  Variable,
} from "../language/syntax.js";
import type { Random } from "./Random.js";

/** A well-formed, type-correct program; whether it is correct in ownership is left to chance. */
export function randomProgram(random: Random): Program {
  return new Generator(random).program();
}

interface Scope {
  readonly visible: Variable[];
  readonly borrows: Name[];
  /** Those of this function, not of one around it. */
  readonly ownBorrows: Name[];
  readonly tasks: Name[];
  readonly flags: Name[];
  readonly functions: LocalFunction[];
}

interface LocalFunction {
  readonly name: Name;
  readonly isAsync: boolean;
  readonly parameters: readonly Variable[];
}

function inner({ visible, borrows, ownBorrows, tasks, flags, functions }: Scope): Scope {
  return {
    visible: [...visible],
    borrows: [...borrows],
    ownBorrows: [...ownBorrows],
    tasks: [...tasks],
    flags: [...flags],
    functions: [...functions],
  };
}

interface Target {
  readonly id: number;
  readonly kind: "loop" | "switch" | "block";
}

type Weights = Readonly<Partial<Record<Shape, number>>>;

const plainShapes: Weights = { budget: 6, optional: 3, pair: 3, tuple: 2, nest: 1 };

/** Parts of the language that a program uses or does not: each program is about few things, and all pairs of them occur. */
const features = { containers: 0.3, promises: 0.3, functions: 0.4, borrows: 0.35, flags: 0.1 } as const;
type Feature = keyof typeof features;

class Generator {
  readonly #random: Random;
  #nextId = 1;
  #scope: Scope = { visible: [], borrows: [], ownBorrows: [], tasks: [], flags: [], functions: [] };
  #targets: Target[] = [];
  readonly #features: ReadonlySet<Feature>;
  readonly #shapes: Weights;
  /** Variables that cannot be written to. */
  readonly #constants = new Set<number>();
  /** Of the function that is being made. */
  #isAsync = false;
  #isLocal = false;
  /** Statements that may still be made: bounds the size of the program. */
  #left: number;

  constructor(random: Random) {
    this.#random = random;
    this.#left = 3 + random.below(14);
    const chosen = (Object.entries(features) as [Feature, number][]).filter(([, chance]) =>
      random.chance(chance),
    );
    this.#features = new Set(chosen.map(([feature]) => feature));
    this.#shapes = {
      ...plainShapes,
      ...(this.#features.has("containers") ? { array: 5, map: 3 } : {}),
      ...(this.#features.has("promises") ? { promise: 4 } : {}),
    };
  }

  #when(feature: Feature, weight: number): number {
    return this.#features.has(feature) ? weight : 0;
  }

  program(): Program {
    const isAsync = this.#features.has("promises") && this.#random.chance(0.9);
    this.#isAsync = isAsync;
    const parameters = Array.from({ length: 1 + this.#random.below(3) }, () => this.#variable());
    this.#scope.visible.push(...parameters);
    const body: Stmt[] = [];
    while (this.#left > 0) body.push(this.#statement(0));
    return { isAsync, parameters, body };
  }

  #variable(shape: Shape = this.#random.weighted(this.#shapes)): Variable {
    const id = this.#nextId++;
    return { id, name: `v${id}`, shape };
  }

  #name(prefix: string): Name {
    const id = this.#nextId++;
    return { id, name: `${prefix}${id}` };
  }

  // Statements

  #list(depth: number, targets: readonly Target[] = [], parameters: readonly Variable[] = []): Stmt[] {
    const outerScope = this.#scope;
    const outerTargets = this.#targets;
    this.#scope = inner(outerScope);
    this.#targets = [...outerTargets, ...targets];
    const body: Stmt[] = [];
    if (this.#scope.visible.length > parameters.length && this.#random.chance(0.08))
      body.push(this.#shadow(new Set(parameters.map(({ id }) => id))));
    const length = this.#random.weighted({ "1": 4, "2": 4, "3": 2, "0": 0.5 });
    for (let count = Number(length); count > 0; count--) body.push(this.#statement(depth));
    this.#scope = outerScope;
    this.#targets = outerTargets;
    return body;
  }

  /** The first statement of a block may hide a variable around it. */
  #shadow(fixed: ReadonlySet<number>): Stmt {
    // A parameter cannot be hidden by the body of its function.
    const hidden = this.#random.pick(this.#scope.visible.filter(({ id }) => !fixed.has(id)));
    const variable = { id: this.#nextId++, name: hidden.name, shape: hidden.shape };
    this.#scope.visible.splice(this.#scope.visible.indexOf(hidden), 1, variable);
    return { kind: "declare", variable, annotated: true, value: { kind: "fresh", shape: variable.shape } };
  }

  #declare(variable: Variable): Variable {
    this.#scope.visible.push(variable);
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
        iterate: this.#when("containers", 14 * nested),
        function: this.#when("functions", 12 * nested),
        callback: this.#when("functions", 7 * nested),
        borrow: this.#when("borrows", 12),
        rebind: this.#scope.ownBorrows.length > 0 ? 4 : 0,
        task: this.#isAsync ? 5 : 0,
        flag: this.#when("flags", 4),
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
      case "iterate":
        return this.#iterate(depth, id);
      case "function":
        return this.#function(depth);
      case "callback": {
        const runs = this.#random.weighted({ many: 4, once: 3, later: 2 });
        return { kind: "callback", runs, body: this.#body(depth, false, []) };
      }
      case "borrow": {
        const source = this.#borrowSource();
        if (source === null) return { kind: "expression", value: { kind: "may-throw" } };
        const name = this.#name("r");
        this.#scope.borrows.push(name);
        this.#scope.ownBorrows.push(name);
        return { kind: "declare-borrow", name, source };
      }
      case "rebind": {
        const source = this.#borrowSource();
        const name = this.#random.pick(this.#scope.ownBorrows);
        if (source === null) return { kind: "expression", value: { kind: "may-throw" } };
        return { kind: "rebind", name, source };
      }
      case "task": {
        const source = this.#borrowSource();
        if (source === null) return { kind: "expression", value: { kind: "tick" } };
        const name = this.#name("t");
        this.#scope.tasks.push(name);
        return { kind: "declare-task", name, source };
      }
      case "flag": {
        const name = this.#name("c");
        this.#scope.flags.push(name);
        return { kind: "declare-flag", name };
      }
      case "jump":
        return this.#jump();
      case "return":
        return {
          kind: "return",
          value: !this.#isLocal && this.#random.chance(0.5) ? this.#value("budget", 1) : null,
        };
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
        this.#scope = inner(outer);
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

  #iterate(depth: number, id: number): Stmt {
    const source = this.#container();
    if (source === null) return { kind: "expression", value: { kind: "may-throw" } };
    const outer = this.#scope;
    this.#scope = inner(outer);
    const variable = this.#declare(this.#variable("budget"));
    this.#constants.add(variable.id);
    const body = this.#list(depth + 1, [{ id, kind: "loop" }]);
    this.#scope = outer;
    return { kind: "iterate", id, variable, source, body };
  }

  #function(depth: number): Stmt {
    const name = this.#name("f");
    const form = this.#random.chance(0.5) ? "declaration" : "arrow";
    const isAsync = this.#features.has("promises") && this.#random.chance(0.6);
    const parameters = this.#random.chance(0.25) ? [this.#variable("budget")] : [];
    const known: LocalFunction = { name, isAsync, parameters };
    this.#scope.functions.push(known);
    return {
      kind: "function",
      name,
      form,
      isAsync,
      parameters,
      body: this.#body(depth, isAsync, parameters),
    };
  }

  #body(depth: number, isAsync: boolean, parameters: readonly Variable[]): Stmt[] {
    const outer = {
      scope: this.#scope,
      targets: this.#targets,
      isAsync: this.#isAsync,
      isLocal: this.#isLocal,
    };
    this.#scope = { ...inner(outer.scope), ownBorrows: [] };
    this.#scope.visible.push(...parameters);
    this.#targets = [];
    this.#isAsync = isAsync;
    this.#isLocal = true;
    const body = this.#list(depth + 1, [], parameters);
    this.#scope = outer.scope;
    this.#targets = outer.targets;
    this.#isAsync = outer.isAsync;
    this.#isLocal = outer.isLocal;
    return body;
  }

  /** What a borrow or a task looks at: a place, an element, or what another borrow looks at. */
  #borrowSource(depth = 1): Expr | null {
    const { borrows } = this.#scope;
    switch (
      this.#random.weighted({
        place: 8,
        borrow: borrows.length > 0 ? 2 : 0,
        element: this.#when("containers", 3),
        choose: depth > 0 ? 1.5 : 0,
      })
    ) {
      case "place":
        return this.#budgetPlace();
      case "borrow":
        return { kind: "borrowed", name: this.#random.pick(borrows) };
      case "element": {
        const source = this.#container();
        return source === null ? this.#budgetPlace() : { kind: "element", source };
      }
      case "choose": {
        const [yes, no] = [this.#borrowSource(0), this.#borrowSource(0)];
        return yes === null || no === null ? yes : { kind: "choose", test: this.#truth(0), yes, no };
      }
    }
  }

  #container(): PlaceExpr | null {
    const place = this.#place(this.#random.weighted({ array: 2, map: 1 }));
    return place === null ? null : { ...place, spelling: "plain" };
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
    const target = this.#target("budget");
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
    return place === null || this.#constants.has(place.variable.id)
      ? null
      : { ...place, spelling: place.spelling === "quoted-key" ? "quoted-key" : "plain" };
  }

  // Values

  #value(shape: Shape, wantedDepth: number, placeChance = 0.55): Expr {
    const depth = Math.max(wantedDepth, 0);
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
        return this.#array(depth);
      case "map":
        return { kind: "fresh", shape };
      case "promise":
        return this.#random.chance(0.3)
          ? { kind: "fresh", shape }
          : { kind: "start", value: this.#value("budget", depth - 1) };
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
        await: this.#isAsync ? 12 : 0,
        element: this.#when("containers", 0.7),
      })
    ) {
      case "await":
        return { kind: "await", value: this.#value("promise", depth - 1, 0.7) };
      case "element": {
        const source = this.#container();
        return source === null ? { kind: "fresh", shape: "budget" } : { kind: "element", source };
      }
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
    const source = this.#features.has("containers") ? this.#container() : null;
    switch (
      this.#random.weighted({ fresh: 3, spend: 3, budget: 4, choose: 2, remove: source === null ? 0 : 8 })
    ) {
      case "remove":
        return source === null ? { kind: "fresh", shape: "optional" } : { kind: "remove", source };
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
    switch (
      this.#random.weighted({ fresh: 2, split: 5, literal: 3, choose: 1, "await-all": this.#isAsync ? 3 : 0 })
    ) {
      case "await-all":
        return {
          kind: "await-all",
          left: this.#value("promise", depth - 1, 0.7),
          right: this.#value("promise", depth - 1, 0.7),
        };
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

  #array(depth: number): Expr {
    const source = this.#place("array");
    switch (this.#random.weighted({ fresh: 3, literal: 4, copy: source === null ? 0 : 3 })) {
      case "fresh":
        return { kind: "fresh", shape: "array" };
      case "literal":
        return {
          kind: "literal",
          shape: "array",
          parts: Array.from({ length: this.#random.below(3) }, () => this.#value("budget", depth - 1)),
        };
      case "copy":
        return source === null
          ? { kind: "fresh", shape: "array" }
          : { kind: "copy-elements", source: { ...source, spelling: "plain" } };
    }
  }

  /** What is looked at: a value, or a borrow of one. */
  #lent(depth: number): Expr {
    const { borrows } = this.#scope;
    if (borrows.length > 0 && this.#random.chance(0.4))
      return { kind: "borrowed", name: this.#random.pick(borrows) };
    const source = this.#features.has("containers") && this.#random.chance(0.25) ? this.#container() : null;
    return source === null ? this.#receiver(depth) : { kind: "element", source };
  }

  #receiver(depth: number): Expr {
    return this.#value("budget", Math.max(depth, 0), 0.85);
  }

  #number(depth: number): Expr {
    if (depth <= 0 || this.#random.chance(0.35)) {
      const place = this.#random.chance(0.4) ? this.#budgetPlace() : null;
      if (place === null) return { kind: "number" };
      const borrow = this.#scope.borrows.length > 0 && this.#random.chance(0.5);
      return { kind: "remaining", receiver: borrow ? this.#lent(0) : place };
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
        "await-peek": this.#isAsync ? 3 : 0,
        "await-task": this.#isAsync && this.#scope.tasks.length > 0 ? 12 : 0,
      })
    ) {
      case "await-peek":
        return { kind: "await-peek", value: this.#lent(depth - 1) };
      case "await-task":
        return { kind: "await-task", name: this.#random.pick(this.#scope.tasks) };
      case "remaining":
        return { kind: "remaining", receiver: this.#lent(depth - 1) };
      case "peek": {
        const shape = this.#random.weighted({ ...this.#shapes, promise: 0 });
        if (shape === "budget") return { kind: "peek", shape, value: this.#lent(depth - 1) };
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
        return { kind: "look", value: this.#lent(depth - 1), amount: this.#number(depth - 1) };
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
    const { flags } = this.#scope;
    if (flags.length > 0 && this.#random.chance(0.5)) return { kind: "flag", name: this.#random.pick(flags) };
    if (depth <= 0 || this.#random.chance(0.45)) return { kind: "cond" };
    switch (this.#random.weighted({ positive: 4, covers: 2, present: 3, same: 1, not: 3, logic: 5 })) {
      case "positive":
        return { kind: "positive", value: this.#number(depth) };
      case "covers":
        return { kind: "covers", receiver: this.#lent(depth - 1), amount: this.#number(depth - 1) };
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
        insert: this.#when("containers", 10),
        clear: this.#when("containers", 7),
        tick: this.#isAsync ? 4 : 0,
        call: this.#scope.functions.length > 0 ? 28 : 0,
      })
    ) {
      case "insert": {
        const target = this.#container();
        if (target === null) return { kind: "may-throw" };
        return { kind: "insert", target, value: this.#value("budget", depth - 1) };
      }
      case "clear": {
        const target = this.#container();
        return target === null ? { kind: "may-throw" } : { kind: "clear", target };
      }
      case "tick":
        return { kind: "tick" };
      case "call": {
        const { name, isAsync, parameters } = this.#random.pick(this.#scope.functions);
        return {
          kind: "call",
          callee: name,
          arguments: parameters.map(({ shape }) => this.#value(shape, depth - 1)),
          awaited: isAsync && this.#isAsync && this.#random.chance(0.75),
        };
      }
      case "take": {
        const shape = this.#random.weighted(this.#shapes);
        return { kind: "take", shape, value: this.#value(shape, depth, 0.75) };
      }
      case "assign": {
        const shape = this.#random.weighted(this.#shapes);
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
