import type { FunctionStmt, Program, Stmt } from "../language/syntax.js";
import { statementLists } from "../language/walk.js";
import { StateSet, type State } from "./States.js";
import type { Choice } from "./choices.js";

export type LocalFunction = Extract<Stmt, { kind: "function" }>;

/** What becomes of the states in which a function was called. */
export interface Exits {
  readonly ended: StateSet;
  readonly raised: StateSet;
}

interface Frame {
  readonly isLocal: (place: string) => boolean;
  readonly movedBefore: readonly string[];
}

/** Five times what all but one program in ten thousand take; such a one may take minutes. */
const mostStates = 10_000;

export class TooManyStates extends Error {}

/** An illegal use: the expression (or pattern) and the place, as `variable id` and path. */
export interface DeadUse {
  readonly at: object;
  readonly place: string;
}

/** Ends the exploration where the first error is all that is asked for. */
export class FirstError extends Error {
  constructor(readonly use: DeadUse) {
    super("the program is wrong");
  }
}

/** The exploration of one program: where its jumps and exceptions go at the moment, and what has been found so far. */
export class Run {
  readonly errors: DeadUse[] = [];
  /** Some path does what the rules leave open. */
  unspecified = false;
  /** Where exceptions go at the moment. */
  raised = new StateSet();
  /** Where each jump goes: `break 3`, `continue 3`, `return`. */
  jumps = new Map<string, StateSet>();
  /** How many `try` statements are around. */
  tries = 0;
  /** The variables of iterations over elements. */
  readonly elements = new Set<string>();
  /** The variables of iterations that have been moved so far. */
  readonly consuming = new Set<number>();
  /** Results of calls, by function and state: grown round by round until recursion brings nothing new. */
  readonly calls = new Map<string, Exits>();
  /** Calls of this round, being run or finished. */
  readonly called = new Set<string>();
  readonly running = new Set<string>();
  /** Bodies of functions and callbacks, and those of them that some path runs. */
  readonly bodies: readonly FunctionStmt[];
  readonly reached = new Set<FunctionStmt>();
  /** A call came back to itself in this round, or grew: its callers have not seen all of its results. */
  recursive = false;
  grown = false;
  readonly functions: ReadonlyMap<number, LocalFunction>;
  readonly entered = new Set<number>();
  /** The body of a function or callback that is being run. */
  frame: Frame | null = null;
  /** What names have had on loan at any time. */
  readonly everLent = new Set<string>();
  readonly choices: ReadonlySet<Choice>;
  /** Jumps go on to the next statement as well, so that all of the text is run. */
  readonly isTextual: boolean;
  /** Of all rounds together. */
  #left: number;
  readonly #stopsAtError: boolean;
  readonly #owners: () => ReadonlySet<number>;

  /** `known` is an earlier round; `owners` are the variables of iterations that own, if this run does not find out itself. */
  constructor(
    program: Program,
    choices: ReadonlySet<Choice>,
    known: Run | null,
    owners: (() => ReadonlySet<number>) | null,
    stopsAtError: boolean,
  ) {
    this.choices = choices;
    this.#stopsAtError = stopsAtError;
    this.isTextual = owners === null;
    this.#owners = owners ?? (() => this.consuming);
    for (const it of known?.consuming ?? []) this.consuming.add(it);
    this.#left = known === null ? mostStates : known.#left;
    // What a round found, it found on a path that there is.
    this.errors.push(...(known?.errors ?? []));
    this.unspecified = known?.unspecified ?? false;
    for (const [key, exits] of known?.calls ?? []) this.calls.set(key, exits);
    const functions = new Map<number, LocalFunction>();
    const bodies: FunctionStmt[] = [];
    for (const list of statementLists(program)) {
      for (const it of list) {
        if (it.kind === "function") functions.set(it.name.id, it);
        if (it.kind === "function" || it.kind === "callback") bodies.push(it);
      }
    }
    this.functions = functions;
    this.bodies = bodies;
  }

  /** K1: the variable of an iteration owns iff the body moves it, wherever in its text. */
  ownsElement(variable: string): boolean {
    return this.elements.has(variable) && this.#owners().has(Number(variable));
  }

  /** A statement is run in so many states. */
  spend(states: number): void {
    this.#left -= states;
    if (this.#left < 0) throw new TooManyStates();
  }

  report(at: object, place: string): void {
    if (this.#stopsAtError) throw new FirstError({ at, place });
    if (this.errors.some((it) => it.at === at && it.place === place)) return;
    this.errors.push({ at, place });
  }

  raise(state: State): void {
    if (this.tries > 0 && state.loans.some(isComputed)) this.unspecified = true;
    this.raised.add(
      state.loans.length === 0 && state.pending.length === 0 ? state : { ...state, loans: [], pending: [] },
    );
  }

  /** C4: a hole in something captured is not left open where others run. The exact oracle does not ask for that. */
  letOthersRun({ moved }: State): void {
    if (!this.choices.has("C4") || this.frame === null) return;
    const { isLocal, movedBefore } = this.frame;
    for (const place of moved)
      if (!isLocal(place) && !movedBefore.includes(place)) this.report(this.frame, place);
  }

  jump(to: string, states: StateSet): void {
    const known = this.jumps.get(to);
    if (known === undefined) this.jumps.set(to, StateSet.of(...states));
    else known.addAll(states);
  }

  landed(jump: string): StateSet {
    const states = this.jumps.get(jump) ?? new StateSet();
    this.jumps.delete(jump);
    return states;
  }
}

/**
 * A reserved receiver that is no place as written, as in `(x = b).spend(n)`: it may leave its place when it is evaluated
 * or at the call (M6 speaks of places), so a program that can tell the difference is left open.
 */
export function computedLoan(place: string): string {
  return `~${place}`;
}

export function isComputed(loan: string): boolean {
  return loan.startsWith("~");
}

export function placeOfLoan(loan: string): string {
  return isComputed(loan) ? loan.slice(1) : loan;
}
