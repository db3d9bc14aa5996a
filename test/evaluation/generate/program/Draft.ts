import type { Shape } from "../../language/shapes.js";
import type { Name, Variable } from "../../language/syntax.js";
import type { Random } from "../Random.js";

/** What can be named at one point of a program. */
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

/** What a jump may lead to. */
export interface Target {
  readonly id: number;
  readonly kind: "loop" | "switch" | "block";
}

type Weights = Readonly<Partial<Record<Shape, number>>>;

const plainShapes: Weights = { budget: 6, optional: 3, pair: 3, tuple: 2, nest: 1 };

/** Parts of the language that a program uses or does not: each program is about few things, and all pairs of them occur. */
const features = { containers: 0.3, promises: 0.3, functions: 0.4, borrows: 0.35, flags: 0.1 } as const;
type Feature = keyof typeof features;

/** A program in the making: what chance decides by, and what is known where the next piece of the program goes. */
export class Draft {
  readonly random: Random;
  /** Shapes that a variable of this program may have. */
  readonly shapes: Weights;
  /** Variables that cannot be written to. */
  readonly constants = new Set<number>();
  /** Statements that may still be made: bounds the size of the program. */
  left: number;
  /** Of the function that is being made. */
  isAsync = false;
  isLocal = false;
  readonly #features: ReadonlySet<Feature>;
  #scope: Scope = { visible: [], borrows: [], ownBorrows: [], tasks: [], flags: [], functions: [] };
  #targets: readonly Target[] = [];
  #nextId = 1;

  constructor(random: Random) {
    this.random = random;
    this.left = 3 + random.below(14);
    const chosen = (Object.entries(features) as [Feature, number][]).filter(([, chance]) =>
      random.chance(chance),
    );
    this.#features = new Set(chosen.map(([feature]) => feature));
    this.shapes = {
      ...plainShapes,
      ...(this.uses("containers") ? { array: 5, map: 3 } : {}),
      ...(this.uses("promises") ? { promise: 4 } : {}),
    };
  }

  get scope(): Scope {
    return this.#scope;
  }

  get targets(): readonly Target[] {
    return this.#targets;
  }

  uses(feature: Feature): boolean {
    return this.#features.has(feature);
  }

  /** The weight of something that only programs with the feature have. */
  when(feature: Feature, weight: number): number {
    return this.uses(feature) ? weight : 0;
  }

  newId(): number {
    return this.#nextId++;
  }

  variable(shape: Shape = this.random.weighted(this.shapes)): Variable {
    const id = this.newId();
    return { id, name: `v${id}`, shape };
  }

  name(prefix: string): Name {
    const id = this.newId();
    return { id, name: `${prefix}${id}` };
  }

  declare(variable: Variable): Variable {
    this.scope.visible.push(variable);
    return variable;
  }

  /** Makes something in a scope of its own, out of which one may jump to `targets` as well. */
  nested<T>(targets: readonly Target[], make: () => T): T {
    const scope = this.#scope;
    const around = this.#targets;
    this.#scope = innerScope(scope);
    this.#targets = [...around, ...targets];
    const made = make();
    this.#scope = scope;
    this.#targets = around;
    return made;
  }

  /** Makes the body of a local function: no jump leaves it, and the borrows around it are not its own to rebind. */
  inFunction<T>(isAsync: boolean, make: () => T): T {
    const outer = {
      scope: this.#scope,
      targets: this.#targets,
      isAsync: this.isAsync,
      isLocal: this.isLocal,
    };
    this.#scope = { ...innerScope(outer.scope), ownBorrows: [] };
    this.#targets = [];
    this.isAsync = isAsync;
    this.isLocal = true;
    const made = make();
    this.#scope = outer.scope;
    this.#targets = outer.targets;
    this.isAsync = outer.isAsync;
    this.isLocal = outer.isLocal;
    return made;
  }
}

function innerScope({ visible, borrows, ownBorrows, tasks, flags, functions }: Scope): Scope {
  return {
    visible: [...visible],
    borrows: [...borrows],
    ownBorrows: [...ownBorrows],
    tasks: [...tasks],
    flags: [...flags],
    functions: [...functions],
  };
}
