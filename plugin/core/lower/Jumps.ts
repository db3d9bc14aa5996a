import type { BlockId } from "../ir/ids.js";
import type { BodyBuilder } from "../ir/BodyBuilder.js";

/**
 * Where `break`, `continue` and `return` go. A jump that leaves a `try` runs its finalizer first, once for each kind of
 * completion (F4), so each completion gets a copy of the finalizer that goes on where it was going:
 *
 *     l: while (a) { try { if (b) continue l; return; } finally { f(); } }
 *
 * has three copies of `f()`: for the normal end, for `continue l` and for `return`.
 */
export class Jumps {
  readonly #scopes: Scope[] = [];
  readonly #build: BodyBuilder;
  readonly #exit: BlockId;

  constructor(build: BodyBuilder, exit: BlockId) {
    this.#build = build;
    this.#exit = exit;
  }

  pushTarget(target: JumpTarget): void {
    this.#scopes.push({ kind: "target", ...target });
  }

  pushFinalizer(): Finalizer {
    const finalizer: Finalizer = { kind: "finalizer", completions: new Map() };
    this.#scopes.push(finalizer);
    return finalizer;
  }

  pop(): void {
    this.#scopes.pop();
  }

  /** Depth of finalizers whose own code is being lowered is the caller's to bound. */
  return(): void {
    this.#jump(-1, "return", this.#exit);
  }

  /** False where no such target is in scope, which is a syntax error that the compiler reports. */
  break(label: string | null): boolean {
    return this.#jumpOut("break", label);
  }

  continue(label: string | null): boolean {
    return this.#jumpOut("continue", label);
  }

  /** The block of a finalizer's copy for one completion, made when first asked for. */
  completion(finalizer: Finalizer, key: string, next: BlockId): BlockId {
    const known = finalizer.completions.get(key);
    if (known !== undefined) return known.entry;
    const entry = this.#build.reserve();
    finalizer.completions.set(key, { entry, next });
    return entry;
  }

  #jumpOut(kind: "break" | "continue", label: string | null): boolean {
    for (let index = this.#scopes.length - 1; index >= 0; index--) {
      const scope = this.#scopes[index];
      if (scope === undefined || scope.kind !== "target") continue;
      const block = kind === "break" ? scope.breakTo : scope.continueTo;
      const matches =
        label === null ? scope.unlabelled && block !== null : scope.labels.includes(label) && block !== null;
      if (!matches) continue;
      if (block === null) return false;
      this.#jump(index, `${kind} bb${String(block)}`, block);
      return true;
    }
    return false;
  }

  /** Goes to `target`, through the finalizers inside of scope `outermost`, innermost first. */
  #jump(outermost: number, key: string, target: BlockId): void {
    let next = target;
    for (const scope of this.#scopes.slice(outermost + 1)) {
      if (scope.kind === "finalizer") next = this.completion(scope, key, next);
    }
    this.#build.goto(next);
  }
}

export interface JumpTarget {
  readonly labels: readonly string[];
  /** A `break` or `continue` without a label may mean this one: a loop, or for `break` a switch. */
  readonly unlabelled: boolean;
  readonly breakTo: BlockId;
  readonly continueTo: BlockId | null;
}

export interface Finalizer {
  readonly kind: "finalizer";
  readonly completions: Map<string, { readonly entry: BlockId; readonly next: BlockId }>;
}

type Scope = ({ readonly kind: "target" } & JumpTarget) | Finalizer;
