import type { ForwardAnalysis } from "../dataflow/solveForward.js";
import type { Effect } from "../effects/effectsOf.js";
import type { Span } from "../findings.js";
import type { Block, Body, Invoke, Loan, Loop, Move } from "../ir/Body.js";
import { reversePostorder } from "../ir/reversePostorder.js";
import { isCallers, type Place } from "../ir/places.js";
import { isLoopWithin } from "../ir/loops.js";
import { placeAt } from "../ir/paths.js";
import {
  cloneState,
  emptyState,
  forget,
  joinStates,
  moveOf,
  sortedUnique,
  type Broken,
  type OwnershipState,
  type ReachingMove,
} from "./OwnershipState.js";
import { findLastMentions, type LastMention } from "./lastMention.js";
import type { NamedLoan, NamedLoans } from "./namedLoans.js";
import type { Summary } from "./Summary.js";
import { dropIterators, returnedAs } from "./tasks.js";
import type { OwnershipObserver } from "./OwnershipObserver.js";
import { OwnershipRun } from "./OwnershipRun.js";
import { looksAtCapture, placeOf } from "./capturedEffects.js";

/** Ownership of places, forward over one body; what its closures do is read from their summaries. */
export class OwnershipFlow implements ForwardAnalysis<OwnershipState> {
  /** The join of the states in which exceptions leave the body, when it was last solved. */
  thrown: OwnershipState | null = null;
  readonly #body: Body;
  readonly #effects: ReadonlyMap<Block, readonly Effect[]>;
  readonly #summaryOf: (invoke: Invoke) => Summary | undefined;
  /** What the names have on loan that a closure captures; null: the body is no closure. */
  readonly #around: (() => NamedLoans) | null;
  readonly #fromAround = new Map<NamedLoan, Loan>();
  readonly #loansFromAround = new Set<Loan>();
  readonly #lastMention: LastMention;
  readonly #loans = new Map<Place, Map<Span, Loan>>();
  readonly #rounds = new Map<Move, Set<Loop>>();
  readonly #broken = new Map<Loan, Map<Span, Broken>>();
  readonly #movesBy = {
    elements: new Map<Invoke, Map<Place, Move>>(),
    whole: new Map<Invoke, Map<Place, Move>>(),
  };

  constructor(
    body: Body,
    effects: ReadonlyMap<Block, readonly Effect[]>,
    summaryOf: (invoke: Invoke) => Summary | undefined,
    around: (() => NamedLoans) | null,
  ) {
    this.#body = body;
    this.#effects = effects;
    this.#summaryOf = summaryOf;
    this.#around = around;
    this.#lastMention = findLastMentions(body, effects, reversePostorder(body));
  }

  entry(): OwnershipState {
    this.thrown = null;
    const state = emptyState();
    if (this.#around !== null) this.#lendAround(state, this.#around());
    return state;
  }

  /** The name had it on loan before the closure ran. */
  isFromAround(loan: Loan): boolean {
    return this.#loansFromAround.has(loan);
  }

  clone(state: OwnershipState): OwnershipState {
    return cloneState(state);
  }

  join(into: OwnershipState, from: OwnershipState): boolean {
    return joinStates(into, from);
  }

  uncaught(state: OwnershipState): void {
    // Only callers of a closure want to know.
    if (this.#around === null) return;
    if (this.thrown === null) this.thrown = cloneState(state);
    else joinStates(this.thrown, state);
  }

  cross(state: OwnershipState, from: Block, to: Block, back: boolean): OwnershipState {
    this.#dropUnmentioned(state, this.#lastMention.position(to.id));
    if (from.loop !== to.loop && state.tasks.running.size > 0) dropIterators(state.tasks, to.loop);
    if (back) {
      return this.#mapMoves(state, (move) => {
        if (!isLoopWithin(move.loop, to.loop)) return null;
        return (n) => {
          if ((n & 1) === 0) this.#remember(move, to.loop);
          return n | 1;
        };
      });
    }
    if (from.loop !== to.loop && from.loop !== null) {
      return this.#mapMoves(state, (move) => (leavesLoopOf(move, from, to) ? (n) => n & ~1 : null));
    }
    return state;
  }

  transfer(
    block: Block,
    state: OwnershipState,
    raise: (state: OwnershipState) => void,
    observer: OwnershipObserver = {},
  ): boolean {
    const run = new OwnershipRun(
      this.#body,
      state,
      raise,
      observer,
      this.#summaryOf,
      (invoke, place, elementsOnly) => this.#moveBy(invoke, place, elementsOnly),
      (hole, at) => this.#loanOn(hole, at),
      (loan, by) => this.#brokenBy(loan, by),
    );
    for (const effect of this.#effects.get(block) ?? []) {
      observer.before?.(effect, state);
      if (!run.apply(effect)) return false;
    }
    if (block.terminal.kind === "return" || block.terminal.kind === "throw") run.interrupt(null);
    if (block.terminal.kind === "return") this.#leaveTasks(state, observer);
    if (block.terminal.kind === "throw") this.uncaught(state);
    return true;
  }

  /** The loops whose next iteration the move may reach. */
  roundsOf(move: Move): ReadonlySet<Loop> {
    return this.#rounds.get(move) ?? noLoops;
  }

  /** Where a closure that runs as part of this body puts a value into the place. */
  storeBy(invoke: Invoke, place: Place): Span | null {
    for (const effect of this.#summaryOf(invoke)?.places.values() ?? [])
      if (effect.stores !== null && placeOf(this.#body, effect) === place) return effect.stores;
    return null;
  }

  /** What an async closure looks at as long as its promise runs, where it does no more than that. */
  looksOf(invoke: Invoke): readonly Place[] {
    return [...(this.#summaryOf(invoke)?.places.values() ?? [])].flatMap((effect) =>
      looksAtCapture(effect) && effect.writes === null ? [placeOf(this.#body, effect)] : [],
    );
  }

  #lendAround(state: OwnershipState, around: NamedLoans): void {
    for (const [name, loans] of around) {
      const holder = this.#body.capturedPlace(name, "");
      state.loans.set(holder, new Set([...loans].map((loan) => this.#loanFromAround(loan))));
    }
  }

  #loanFromAround(named: NamedLoan): Loan {
    const known = this.#fromAround.get(named);
    if (known !== undefined) return known;
    const loan = { place: placeAt(this.#body, named.path), at: named.at };
    this.#fromAround.set(named, loan);
    this.#loansFromAround.add(loan);
    return loan;
  }

  #remember(move: Move, loop: Loop | null): void {
    if (loop === null) return;
    const rounds = this.#rounds.get(move);
    if (rounds === undefined) this.#rounds.set(move, new Set([loop]));
    else rounds.add(loop);
  }

  #leaveTasks({ tasks }: OwnershipState, observer: OwnershipObserver): void {
    for (const [task, { loans }] of tasks.running) {
      if (returnedAs(this.#body, tasks, task) !== null) continue;
      for (const loan of loans) if (isCallers(loan.place)) observer.outlives?.(task, loan);
    }
  }

  /** One move for each closure, place and extent: a state that is reached again must be the same state. */
  #moveBy(invoke: Invoke, place: Place, elementsOnly: boolean): Move {
    const movesBy = elementsOnly ? this.#movesBy.elements : this.#movesBy.whole;
    let moves = movesBy.get(invoke);
    if (moves === undefined) movesBy.set(invoke, (moves = new Map<Place, Move>()));
    let move = moves.get(place);
    if (move === undefined) {
      move = {
        id: this.#body.moves.length as Move["id"],
        place,
        at: invoke.at,
        reason: { kind: "capture", closure: invoke.closure.name },
        loop: invoke.loop,
        into: null,
        elementsOnly,
      };
      this.#body.moves.push(move);
      moves.set(place, move);
    }
    return move;
  }

  /** Nothing names these any more, so nothing can be said of them. */
  #dropUnmentioned(state: OwnershipState, position: number): void {
    const isOver = (place: Place): boolean =>
      (this.#lastMention.of(place) ?? Number.POSITIVE_INFINITY) < position;
    // Whether such a name was consumed decides what it was, once its slot is seen again.
    const undecided = new Set(state.undecided.values());
    for (const place of state.moved.keys()) {
      // A hole is to be filled, whether anybody names it again or not.
      if (isOver(place) && !undecided.has(place) && !state.holes.has(place)) forget(state, place);
    }
    for (const holder of state.loans.keys()) if (isOver(holder)) state.loans.delete(holder);
    for (const holder of state.broken.keys()) if (isOver(holder)) state.broken.delete(holder);
  }

  /** One loan for each place and span: states hold loans by identity. */
  #loanOn(place: Place, at: Span): Loan {
    let loans = this.#loans.get(place);
    if (loans === undefined) this.#loans.set(place, (loans = new Map<Span, Loan>()));
    let loan = loans.get(at);
    if (loan === undefined) loans.set(at, (loan = { place, at }));
    return loan;
  }

  #brokenBy(loan: Loan, by: Span): Broken {
    let all = this.#broken.get(loan);
    if (all === undefined) this.#broken.set(loan, (all = new Map<Span, Broken>()));
    let broken = all.get(by);
    if (broken === undefined) all.set(by, (broken = { by, loan }));
    return broken;
  }

  #mapMoves(
    state: OwnershipState,
    change: (move: Move) => ((reaching: ReachingMove) => ReachingMove) | null,
  ): OwnershipState {
    for (const [place, moved] of state.moved) {
      const moves = moved.moves.map((reaching) => {
        const move = this.#body.moves[moveOf(reaching)];
        return move === undefined ? reaching : (change(move)?.(reaching) ?? reaching);
      });
      if (moves.some((reaching, index) => reaching !== moved.moves[index])) {
        state.moved.set(place, { ...moved, moves: sortedUnique(moves) });
      }
    }
    return state;
  }
}

const noLoops: ReadonlySet<Loop> = new Set();

/** The edge leaves a loop that holds the move: what follows the loop is no later iteration of it. */
function leavesLoopOf(move: Move, from: Block, to: Block): boolean {
  const kept = new Set<Loop>();
  for (let at = to.loop; at !== null; at = at.parent) kept.add(at);
  for (let at = from.loop; at !== null && !kept.has(at); at = at.parent)
    if (isLoopWithin(move.loop, at)) return true;
  return false;
}
