import type { ForwardAnalysis } from "../dataflow/solveForward.js";
import type { Effect, InsideClosure } from "../effects/effectsOf.js";
import type { Span, UseVerb } from "../findings.js";
import {
  nothingHeld,
  type Block,
  type Body,
  type CallLoans,
  type Held,
  type Interference,
  type Invoke,
  type Loan,
  type Loop,
  type Move,
  type Task,
} from "../ir/Body.js";
import { reversePostorder } from "../ir/reversePostorder.js";
import {
  conflicts,
  isCallers,
  isGiven,
  isThis,
  isWithin,
  mayBeSibling,
  rootOf,
  type Place,
} from "../ir/places.js";
import { isLoopWithin } from "../ir/loops.js";
import { placeAt } from "../ir/paths.js";
import {
  breakLoans,
  cloneState,
  emptyState,
  escapeOf,
  escapesOf,
  forget,
  giveBack,
  isFilled,
  movedAt,
  settleReported,
  addDisturbance,
  addEscape,
  disturbancesOf,
  endEscape,
  joinStates,
  moveOf,
  revive,
  sortedUnique,
  type Broken,
  type Escape,
  type Moved,
  type OwnershipState,
  type ReachingMove,
} from "./OwnershipState.js";
import { findLastMentions, type LastMention } from "./lastMention.js";
import type { NamedLoan, NamedLoans } from "./namedLoans.js";
import type { CapturedEffect, Lends, Requirement, Summary } from "./Summary.js";
import {
  breakMeanwhile,
  breakTasks,
  dropIterators,
  handleFailure,
  keepTasks,
  returnedAs,
  settleTasks,
  startTask,
} from "./tasks.js";

export type UseEffect = Extract<Effect, { kind: "use" | "write-into" | "empty" }>;
export type Interruption = Extract<Effect, { kind: "interrupt" }>;

/** What the check and the summaries want to see while effects are folded once more over the fixpoint. */
export interface OwnershipObserver {
  /** The state in which an effect comes. Not to be kept: it goes on changing. */
  before?(effect: Effect, state: OwnershipState): void;
  /** A place is used of which itself, a parent, or a part may have been moved. */
  usedAfterMove?(effect: UseEffect, moved: Moved, place: Place): void;
  /** A borrow is used whose owner was moved or overwritten. */
  usedBrokenLoan?(use: Extract<Effect, { kind: "use" }>, holder: Place, broken: Broken): void;
  /** What was lent to a call was moved or overwritten before the call returned, or its promise settled. */
  brokenLoan?(broken: Broken): void;
  /** The promise that has lost it is awaited. */
  awaitedBroken?(broken: Broken, at: Span, text: string): void;
  /** What the caller only lends is looked at by a promise that neither settles nor is handed to the caller. */
  outlives?(task: Task, loan: Loan): void;
  /** Something captured is on loan to a promise while other code may run. */
  lentMeanwhile?(place: Place): void;
  /** Other code may run, or the body ends (null), while a shared slot is empty. */
  holeLeftOpen?(hole: Place, moved: Moved, by: Interference | null, escape: Escape | null): void;
  /** A name for a shared slot is consumed, though the slot was not refilled (P3). */
  consumedBorrow?(move: Move): void;
  /** Something captured is empty while whoever started this body goes on. */
  heldEmpty?(place: Place): void;
  /** Something captured is used that need not have been written by this body. */
  requires?(place: Place, requirement: Requirement): void;
  /** Something captured is used, written or moved. */
  touches?(place: Place): void;
  takes?(place: Place, at: Span): void;
  /** A value is put into something captured. */
  stores?(place: Place, at: Span): void;
  /** Something captured is moved or overwritten. */
  writes?(place: Place, at: Span): void;
  reached?(effect: Extract<Effect, { kind: "report" }>): void;
}

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
    const run = new Run(
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

/** The effects of one block, applied in turn to one state. */
class Run {
  /** Nothing has been added to the state since it was raised last: raising it again says nothing new. */
  #raised = false;

  constructor(
    private readonly body: Body,
    private readonly state: OwnershipState,
    private readonly raise: (state: OwnershipState) => void,
    private readonly observer: OwnershipObserver,
    private readonly summaryOf: (invoke: Invoke) => Summary | undefined,
    private readonly moveBy: (invoke: Invoke, place: Place, elementsOnly: boolean) => Move,
    private readonly loanOn: (hole: Place, at: Span) => Loan,
    private readonly brokenBy: (loan: Loan, by: Span) => Broken,
  ) {}

  /** False when what follows is never reached. */
  apply(effect: Effect): boolean {
    const { state, observer } = this;
    switch (effect.kind) {
      case "use":
        this.use(effect);
        break;
      case "write-into":
        this.#requireBase(effect.parent, effect.at);
        this.#useAncestors(effect, effect.parent);
        break;
      case "end-loan":
        this.#endLoans(effect.loans);
        break;
      case "empty":
        this.#empty(effect);
        this.#fill(effect.place, effect.at);
        break;
      case "disturb":
        this.#disturb(effect.place, effect.at);
        break;
      case "only-borrows":
        state.borrows.add(effect.place);
        this.#raised = false;
        break;
      case "leave":
        this.leave(effect.move, false, effect.interrupted);
        break;
      case "fill":
        this.#fill(effect.place, effect.at);
        break;
      case "lend":
        state.loans.set(effect.holder, this.#lent(effect));
        state.suspended.delete(effect.holder);
        // What it is given besides does not bring back what it has lost.
        if (!effect.holders.includes(effect.holder)) state.broken.delete(effect.holder);
        this.#raised = false;
        break;
      case "interrupt":
        this.interrupt(effect);
        break;
      case "invoke":
        return this.#invoke(effect.invoke);
      case "settle":
        this.#settleAll(effect);
        break;
      case "start":
        this.#start(effect.task, new Set([...this.#lent(effect), ...this.#throughCaptured(effect)]));
        break;
      case "handle-failure":
        handleFailure(state.tasks, effect.held);
        this.#raised = false;
        break;
      case "keep":
        keepTasks(state.tasks, effect.keeper, effect.held, effect.replaces);
        this.#raised = false;
        break;
      case "report":
        observer.reached?.(effect);
        break;
      case "hold":
      case "exit":
      case "absent":
        break;
    }
    return true;
  }

  /** Uses a place as a whole; after that it counts as live, reported or not (M5). */
  use(effect: Extract<Effect, { kind: "use" }>): void {
    const { state, observer } = this;
    const { place } = effect;
    const besides = effect.inside?.besides ?? noParts;
    // A closure that writes a part into what another function owns asks no more of it for that.
    if (effect.inside !== null && effect.presence) this.#requireBase(place, effect.at);
    else this.#touch(place, effect.at, effect.verb, besides);
    if (state.broken.size > 0) {
      for (let at: Place | null = place; at !== null; at = at.parent) {
        const broken = state.broken.get(at);
        if (broken === undefined) continue;
        observer.usedBrokenLoan?.(effect, at, broken);
        state.broken.delete(at);
      }
    }
    if (state.suspended.size > 0) this.#useAfterSuspension(rootOf(place));
    if (state.moved.size === 0) return;
    this.#useAncestors(effect, place);
    this.#useSiblings(effect, place);
    if (!effect.presence) this.#useParts(effect, place, "", besides);
  }

  /** What the name looks at, it has looked at while others ran: for them it was on loan to the promise of this body (B3). */
  #useAfterSuspension(holder: Place): void {
    const { state, observer } = this;
    if (!state.suspended.has(holder)) return;
    for (const { place } of state.loans.get(holder) ?? [])
      if (rootOf(place).captured) observer.lentMeanwhile?.(place);
  }

  /** `p[k]` may be `p.a`, and the other way round. */
  #useSiblings(effect: UseEffect, place: Place): void {
    for (let at: Place | null = place; at !== null; at = at.parent) {
      for (const sibling of at.parent?.parts.values() ?? []) {
        if (sibling === at || !mayBeSibling(at, sibling)) continue;
        const moved = movedAt(this.state, sibling);
        if (moved === undefined || this.#isOnlyNamed(sibling, moved)) continue;
        this.observer.usedAfterMove?.(effect, moved, sibling);
        settleReported(this.state, sibling);
        this.#raised = false;
      }
    }
  }

  leave(move: Move, maybeLive: boolean, interrupted: Interference | null, after = nothingHeld): void {
    const { state, observer } = this;
    const { place } = move;
    if (state.borrows.has(rootOf(place))) observer.consumedBorrow?.(move);
    if (place.captured) observer.takes?.(place, move.at);
    const escaped = escapeOf(state, place) !== null;
    const moves = [move.id << 1];
    if (interrupted?.suspends === true && place.captured) observer.heldEmpty?.(place);
    if (interrupted !== null && escaped)
      observer.holeLeftOpen?.(place, { moves, maybeLive }, interrupted, escapeOf(state, place));
    const before = state.moved.get(place);
    revive(state, place);
    state.moved.set(
      place,
      maybeLive && before !== undefined
        ? { moves: sortedUnique([...before.moves, ...moves]), maybeLive: before.maybeLive }
        : { moves, maybeLive },
    );
    if (place.slot !== null || place.captured || escaped) {
      state.holes.add(place);
      if (move.into !== null) state.undecided.set(place, move.into);
    }
    // What a name has of a slot it may only look at: who else looks at it loses it where the slot is filled again.
    if (move.into === null || !this.#isShared(place)) this.#disturb(place, move.at, after);
    this.#raised = false;
  }

  /** A capture, or a shared slot: it is the same place for whoever runs this body. */
  #isSeenByCallers(place: Place): boolean {
    const root = rootOf(place);
    if (isThis(root)) return this.body.sharesThis;
    return root.captured || (root.slot !== null && root.slot !== "property");
  }

  /** What looks at the place sees that no more. */
  #disturb(place: Place, by: Span, after = nothingHeld): void {
    if (this.#isSeenByCallers(place)) this.observer.writes?.(place, by);
    const { state, observer } = this;
    if (state.loans.size + state.tasks.running.size === 0) return;
    this.#raised = false;
    breakLoans(state, place, by);
    const broken = breakTasks(state.tasks, place, after, (loan) => this.brokenBy(loan, by));
    for (const each of broken) observer.brokenLoan?.(each);
  }

  /**
   * What is lent, by itself or through who has it on loan already. A place may be a name for something that is only looked
   * at, such as an element of an iteration: who borrows it looks at that, too (B2).
   */
  #lent({ loans, holders }: Pick<CallLoans, "loans" | "holders">): ReadonlySet<Loan> {
    const lent = new Set(loans);
    const known = this.state.loans;
    if (known.size === 0) return lent;
    for (const holder of [...holders, ...loans.map(({ place }) => rootOf(place))])
      for (const loan of known.get(holder) ?? []) lent.add(loan);
    return lent;
  }

  /** What a captured borrow looks at, whoever runs this body knows. */
  #throughCaptured({ task, holders }: Extract<Effect, { kind: "start" }>): readonly Loan[] {
    return holders.filter(({ captured }) => captured).map((holder) => this.loanOn(holder, task.at));
  }

  #start(task: Task, loans: ReadonlySet<Loan>, invokes: ReadonlySet<Invoke> = noInvokes): void {
    if (loans.size + invokes.size === 0) return;
    startTask(this.state.tasks, task, { loans, invokes });
    this.#raised = false;
  }

  #endLoans(ended: CallLoans): void {
    const { state, observer } = this;
    const { holder, call, consumes } = ended;
    const broken = holder === null ? undefined : state.broken.get(holder);
    if (broken !== undefined) {
      if (consumes === null || !isMovedSomewhere(state, consumes)) observer.brokenLoan?.(broken);
    } else if (state.disturbed.size > 0) {
      // C3: a function that the call is given with the loan may run while the call does.
      for (const loan of this.#lent(ended)) {
        const disturbance = disturbancesOf(state, loan.place).find(({ at }) => isInSpan(at, call));
        if (disturbance !== undefined) observer.brokenLoan?.({ by: disturbance.by, loan });
      }
    }
    if (holder === null) return;
    state.loans.delete(holder);
    state.broken.delete(holder);
  }

  /** Other code may run, or with null the body ends: shared slots may not be empty now. */
  interrupt(effect: Interruption | null): void {
    const { state, observer } = this;
    for (const hole of state.holes) {
      if (effect?.restores.some((move) => move.place === hole) === true) continue;
      const moved = movedAt(state, hole);
      if (moved === undefined) continue;
      if (hole.slot === null && this.#isSeenByTakersOnly(hole, moved)) {
        // Captured by a closure whose every call is known: its summary tells the callers.
        if (effect?.suspends === true) observer.heldEmpty?.(hole);
        continue;
      }
      this.#closeHole(hole, moved, effect);
    }
    if (effect?.reenters === true) this.#letOthersRun(effect);
    if (effect === null || !effect.throws) return;
    const settles = effect.settles !== null && state.tasks.running.size > 0 ? effect.settles : null;
    if (effect.restores.length + effect.pending.length > 0 || settles !== null) {
      const restored = cloneState(state);
      if (settles !== null) this.#on(restored).#failAll(settles);
      for (const move of [...effect.restores, ...effect.pending]) giveBack(restored, move);
      this.raise(restored);
      this.#raised = false;
    } else if (!this.#raised) {
      this.raise(state);
      this.#raised = true;
    }
  }

  /** A function that runs on looks at what it has itself taken, but nobody else does. */
  #isSeenByTakersOnly(hole: Place, { moves }: Moved): boolean {
    const takenAt = new Set(moves.map((move) => this.body.moves[moveOf(move)]?.at));
    return escapesOf(this.state, hole).every(({ at }) => takenAt.size === 1 && takenAt.has(at));
  }

  #letOthersRun({ suspends }: Interruption): void {
    const { state, observer } = this;
    // What is lent to a call is the callee's own concern; a name may be used long after.
    for (const [place, disturbances] of state.disturbed) {
      const disturbance = disturbances.find(({ waits }) => suspends || !waits);
      if (disturbance === undefined) continue;
      breakLoans(state, place, disturbance.by, isNamed);
      this.#raised = false;
    }
    if (suspends) {
      if (state.tasks.running.size > 0) this.#letOthersWrite();
      for (const [holder, loans] of state.loans)
        if (isNamed(holder) && [...loans].some(({ place }) => rootOf(place).captured)) {
          state.suspended.add(holder);
          this.#raised = false;
        }
    }
    for (const { loans } of state.tasks.running.values()) {
      for (const { place } of loans) if (rootOf(place).captured) observer.lentMeanwhile?.(place);
    }
  }

  /** B3: what a promise looks at is not written to while it runs. */
  #letOthersWrite(): void {
    const { state, observer } = this;
    for (const [place, disturbances] of state.disturbed) {
      for (const disturbance of disturbances) {
        const breakLoan = (loan: Loan): Broken => this.brokenBy(loan, disturbance.by);
        for (const each of breakMeanwhile(state.tasks, place, disturbance, breakLoan)) {
          observer.brokenLoan?.(each);
          this.#raised = false;
        }
      }
    }
  }

  /** Nobody stored a value back in time. A name that still has the value was only a borrow (T3, P3). */
  #closeHole(hole: Place, moved: Moved, effect: Interruption | null): void {
    const { state, observer } = this;
    if (!this.#decide(hole, moved)) {
      observer.holeLeftOpen?.(hole, moved, effect, escapeOf(state, hole));
      revive(state, hole);
      this.#raised = false;
    }
  }

  /** P3: a name that has what is in a shared slot borrows it; what it has of anything else, it owns. */
  #isOnlyNamed(place: Place, moved: Moved): boolean {
    return this.#isShared(place) && this.#decide(place, moved);
  }

  #isShared(place: Place): boolean {
    return place.slot !== null || escapeOf(this.state, place) !== null;
  }

  /** The slot is seen again: what a name has of it, it only borrows. False if no name has it. */
  #decide(slot: Place, { moves }: Moved): boolean {
    const { state, observer } = this;
    const name = state.undecided.get(slot);
    if (name === undefined) return false;
    const consumed = state.moved.get(name);
    const move = consumed === undefined ? undefined : this.body.moves[moveOf(consumed.moves[0] ?? -1)];
    if (move !== undefined) observer.consumedBorrow?.(move);
    state.borrows.add(name);
    const at = this.body.moves[moveOf(moves[0] ?? -1)]?.at ?? move?.at ?? missingSpan;
    state.loans.set(name, new Set([this.loanOn(slot, at)]));
    revive(state, slot);
    this.#raised = false;
    return true;
  }

  #useAncestors(effect: UseEffect, place: Place): void {
    const { state, observer } = this;
    for (let at: Place | null = place; at !== null; at = at.parent) {
      const moved = movedAt(state, at);
      if (moved === undefined || this.#isOnlyNamed(at, moved)) continue;
      observer.usedAfterMove?.(effect, moved, at);
      settleReported(state, at);
      this.#raised = false;
    }
  }

  /** `besides`: parts that a closure writes before it uses the rest, as keys below the place. */
  #useParts(effect: UseEffect, place: Place, prefix: string, besides: ReadonlySet<string>): void {
    const { state, observer } = this;
    for (const part of place.parts.values()) {
      const path = `${prefix}${part.key}.`;
      if (besides.has(path)) continue;
      const moved = movedAt(state, part);
      if (moved !== undefined && !this.#isOnlyNamed(part, moved)) {
        observer.usedAfterMove?.(effect, moved, part);
        settleReported(state, part);
        this.#raised = false;
      }
      this.#useParts(effect, part, path, besides);
    }
  }

  #fill(place: Place, at: Span | null): void {
    const { state, observer } = this;
    if (place.captured) {
      observer.touches?.(place);
      if (at !== null) observer.stores?.(place, at);
      state.filled.add(place);
    }
    if (at === null) {
      for (const escaped of state.escaped.keys()) if (isWithin(escaped, place)) state.escaped.delete(escaped);
      this.#undisturb(place);
      state.loans.delete(place);
      state.broken.delete(place);
      state.borrows.delete(place);
    } else this.#disturb(place, at);
    if (revive(state, place)) this.#raised = false;
  }

  #undisturb(place: Place): void {
    if (this.state.disturbed.size === 0) return;
    this.state.disturbed.delete(place);
    for (const part of place.parts.values()) this.#undisturb(part);
  }

  #touch(place: Place, at: Span, verb: UseVerb, besides: ReadonlySet<string>): void {
    if (!place.captured) return;
    this.observer.touches?.(place);
    if (this.observer.requires === undefined || isFilled(this.state, place)) return;
    const filled = new Set(besides);
    this.#addFilledParts(place, "", filled);
    this.observer.requires(place, { at, verb, besides: filled, needs: "whole" });
  }

  /** R1: what a part is written into must still be there. */
  #requireBase(place: Place, at: Span): void {
    if (!place.captured) return;
    this.observer.touches?.(place);
    if (!isFilled(this.state, place))
      this.observer.requires?.(place, { at, verb: "assigned into", besides: noParts, needs: "base" });
  }

  #addFilledParts(place: Place, prefix: string, into: Set<string>): void {
    for (const part of place.parts.values()) {
      const path = `${prefix}${part.key}.`;
      if (this.state.filled.has(part)) into.add(path);
      this.#addFilledParts(part, path, into);
    }
  }

  /** R4: emptying asks that nobody else has the container, whatever has become of its elements. */
  #empty(effect: UseEffect & { readonly place: Place }): void {
    const { observer, state } = this;
    const { at, place } = effect;
    if (place.captured) {
      observer.touches?.(place);
      if (!isFilled(state, place))
        observer.requires?.(place, { at, verb: "borrowed", besides: noParts, needs: "container" });
    }
    const moved = movedAt(state, place);
    if (moved !== undefined && !moved.moves.every((move) => this.#takesElements(move)))
      observer.usedAfterMove?.(effect, moved, place);
  }

  #takesElements(reaching: ReachingMove): boolean {
    return this.body.moves[moveOf(reaching)]?.elementsOnly === true;
  }

  // Closures

  #invoke(invoke: Invoke): boolean {
    const summary = this.summaryOf(invoke);
    if (summary === undefined) return invoke.mode !== "now";
    const effects = [...summary.places.values()].map((effect) => ({
      effect,
      place: placeOf(this.body, effect),
    }));
    for (const { effect, place } of effects) {
      if (place.captured) this.observer.touches?.(place);
      if (effect.requires === null || invoke.mode === "escape") continue;
      const inside: InsideClosure = {
        closure: invoke.closure.name,
        at: effect.requires.at,
        besides: effect.requires.besides,
        takes: effect.takes,
        stores: effect.movedAtEnd === "maybe" ? effect.stores : null,
      };
      const { needs } = effect.requires;
      const presence = needs === "base";
      const use = { kind: "use", place, at: invoke.at, verb: "captured", presence, inside } as const;
      if (needs === "container") this.#empty(use);
      else this.use(use);
    }
    switch (invoke.mode) {
      case "now":
        this.#raiseFrom(invoke, effects);
        for (const { effect, place } of effects) this.#finish(invoke, summary, effect, place);
        for (const { effect, place } of effects) this.#look(invoke, effect, place);
        this.#startLent(invoke, effects);
        this.#escapeFrom(invoke, effects);
        return summary.completes;
      case "deferred":
        if (summary.runsOn) this.#handOver(invoke, effects, lasts);
        else this.#runThrough(invoke, effects);
        if (effects.length > 0) this.#start(invoke.tasks.itself, this.#heldBy(effects), new Set([invoke]));
        this.#startLent(invoke, effects);
        for (const { effect, place } of effects) this.#look(invoke, effect, place);
        return true;
      case "handed-over":
        this.#handOver(invoke, effects, ({ takes }) => takes !== null);
        if (invoke.handles !== null)
          this.#start(invoke.tasks.itself, this.#heldBy(effects), new Set([invoke]));
        // An iterator that the library got of its callback is anybody's, and so is a promise that nobody awaits in it.
        this.#start(
          invoke.tasks.lost,
          new Set([
            ...this.#looksAt(invoke, effects, isGivenAndLent),
            ...this.#heldBy(effects.filter(({ effect }) => losesPromise(effect))),
          ]),
        );
        return true;
      case "escape":
        for (const { effect, place } of effects) this.#giveAway(invoke, effect, place);
        return true;
    }
  }

  /** C5: an async closure has run to its end when the call returns, or has thrown: of that only its promise tells. */
  #runThrough(invoke: Invoke, effects: readonly EffectAt[]): void {
    for (const { effect, place } of effects) {
      if (lasts(effect)) this.leave(this.moveBy(invoke, place, false), false, null);
      else if (effect.writes !== null) this.#disturb(place, invoke.at);
    }
    this.#escapeFrom(invoke, effects);
  }

  /** What the closure moves has left before the rest of what it looks at is given to it. */
  #handOver(invoke: Invoke, effects: readonly EffectAt[], leaves: (effect: CapturedEffect) => boolean): void {
    const taken = effects.filter(({ effect }) => leaves(effect));
    for (const { place } of taken)
      this.leave(this.moveBy(invoke, place, false), false, null, invoke.handles ?? nothingHeld);
    for (const { effect, place } of effects) {
      if (!taken.some((it) => isWithin(place, it.place))) this.#giveAway(invoke, effect, place);
    }
  }

  /** The closure has run to its end; one that never gets there has filled nothing by it. */
  #finish(invoke: Invoke, { completes }: Summary, effect: CapturedEffect, place: Place): void {
    if (effect.fills && completes) this.#fill(place, invoke.at);
    if (effect.takes !== null && place.captured) this.observer.takes?.(place, effect.takes);
    if (effect.heldEmpty && place.captured) this.observer.heldEmpty?.(place);
    if (effect.movedAtEnd !== "no")
      this.leave(this.moveBy(invoke, place, effect.elementsOnly), effect.movedAtEnd === "maybe", null);
    if (effect.writes !== null) this.#disturb(place, invoke.at);
    if (effect.stores !== null && place.captured) this.observer.stores?.(place, effect.stores);
    this.#raised = false;
  }

  /** The closure has left borrows in a local. */
  #look({ at }: Invoke, { looksAt }: CapturedEffect, holder: Place): void {
    const { state } = this;
    for (const { path, broken } of looksAt) {
      const loan = this.loanOn(placeAt(this.body, path), at);
      state.loans.set(holder, new Set([...(state.loans.get(holder) ?? []), loan]));
      if (broken !== null && !state.broken.has(holder)) state.broken.set(holder, this.brokenBy(loan, broken));
      this.#raised = false;
    }
  }

  /** The promises that the closure leaves running have on loan what they look at. */
  #startLent(invoke: Invoke, effects: readonly EffectAt[]): void {
    const { tasks, mode } = invoke;
    const lentTo = (...hows: readonly Lends[]): ReadonlySet<Loan> =>
      this.#looksAt(invoke, effects, ({ effect }) => hows.some((how) => effect.lends.has(how)));
    // An async closure's own promise settles after all that it awaits or returns.
    if (mode === "now") this.#start(tasks.itself, lentTo("itself"));
    else this.#lendMore(tasks.itself, lentTo("itself", "meanwhile"));
    for (const how of ["elements", "all"] as const) this.#start(tasks[how], lentTo(how));
    this.#start(tasks.lost, lentTo("lost"));
  }

  #looksAt(
    { at }: Invoke,
    effects: readonly EffectAt[],
    which: (each: EffectAt) => boolean,
  ): ReadonlySet<Loan> {
    return this.#lent({
      loans: effects.filter(which).map(({ place }) => this.loanOn(place, at)),
      holders: [],
    });
  }

  /** What the borrows look at that the closure uses while its promise runs (B3). */
  #heldBy(effects: readonly EffectAt[]): ReadonlySet<Loan> {
    const used = effects.filter(({ effect }) => looksAtCapture(effect));
    return new Set(used.flatMap(({ place }) => [...(this.state.loans.get(rootOf(place)) ?? [])]));
  }

  #lendMore(task: Task, loans: ReadonlySet<Loan>): void {
    const running = this.state.tasks.running.get(task);
    if (running !== undefined && loans.size > 0) {
      this.state.tasks.running.set(task, { ...running, loans: new Set([...running.loans, ...loans]) });
      this.#raised = false;
    }
  }

  #raiseFrom(invoke: Invoke, effects: readonly EffectAt[]): void {
    const isFelt = ({ movedOnThrow, writes, lends, looksAt, escapes }: CapturedEffect): boolean =>
      movedOnThrow || escapes !== null || writes !== null || lends.has("lost-by-throw") || looksAt.length > 0;
    if (!effects.some(({ effect }) => isFelt(effect))) return;
    const thrown = this.#on(cloneState(this.state));
    thrown.#escapeFrom(invoke, effects);
    for (const { effect, place } of effects) {
      if (effect.movedOnThrow) thrown.leave(this.moveBy(invoke, place, effect.elementsOnly), true, null);
      else if (effect.writes !== null) thrown.#disturb(place, invoke.at);
      thrown.#look(invoke, effect, place);
      if (effect.lends.has("lost-by-throw"))
        thrown.#start(
          invoke.tasks.lost,
          this.#looksAt(invoke, effects, (each) => each.place === place),
        );
    }
    this.raise(thrown.state);
  }

  /** Somebody has a function of the closure's own that looks at its captures. */
  #escapeFrom(invoke: Invoke, effects: readonly EffectAt[]): void {
    const escaped = new Set(effects.flatMap(({ effect, place }) => (effect.escapes === null ? [] : [place])));
    if (escaped.size === 0) return;
    for (const { effect, place } of effects)
      if ([...escaped].some((it) => conflicts(it, place))) this.#giveAway(invoke, effect, place);
  }

  #settleAll({ held, fulfilled, walk, at, text }: Extract<Effect, { kind: "settle" }>): void {
    const { tasks } = this.state;
    const done = fulfilled === null ? undefined : tasks.running.get(fulfilled);
    for (const running of settleTasks(tasks, held, walk)) {
      // Another function that still runs may have come after it.
      const isLast = [...tasks.running.values()].every(({ invokes }) => invokes.size === 0);
      const end = running.mayHaveFailed ? "settled" : running === done && isLast ? "fulfilled" : "awaited";
      for (const invoke of running.invokes) this.#settle(invoke, end);
      for (const each of running.broken) this.observer.awaitedBroken?.(each, at, text);
    }
  }

  /** What is awaited has failed, or something that came before or after it: all of it is over. */
  #failAll(held: Held): void {
    for (const { invokes } of settleTasks(this.state.tasks, held))
      for (const invoke of invokes) this.#settle(invoke, "settled");
  }

  #settle(invoke: Invoke, end: RunEnd): void {
    this.#endRun(invoke, end);
    this.#escapeFrom(
      invoke,
      [...(this.summaryOf(invoke)?.places.values() ?? [])].map((effect) => ({
        effect,
        place: placeOf(this.body, effect),
      })),
    );
  }

  /** What a handler looks at is looked at beyond its run: by an earlier one like it, or by a promise that nobody awaits. */
  #looksOn(invoke: Invoke, { lends }: CapturedEffect): boolean {
    if (losesPromise({ lends })) return true;
    return [...this.state.tasks.running.values()].some(({ invokes }) => invokes.has(invoke));
  }

  #endRun(invoke: Invoke, end: RunEnd): void {
    for (const effect of this.summaryOf(invoke)?.places.values() ?? []) {
      const place = placeOf(this.body, effect);
      if (invoke.mode === "handed-over" && (effect.takes !== null || this.#looksOn(invoke, effect))) continue;
      if (lasts(effect)) {
        if (isBack(effect, end) && !this.#isTakenMeanwhile(place)) this.#fill(place, invoke.at);
        const isMovedByFailure = end === "settled" && effect.movedOnThrow;
        if (effect.movedAtEnd !== "no" || isMovedByFailure)
          this.leave(this.moveBy(invoke, place, effect.elementsOnly), effect.movedAtEnd !== "yes", null);
        continue;
      }
      endEscape(this.state, place, invoke.at);
      if (end === "fulfilled" && effect.fills) this.#fill(place, invoke.at);
    }
  }

  /** C5: another promise that has not settled may take what comes back to the place. */
  #isTakenMeanwhile(place: Place): boolean {
    for (const { invokes } of this.state.tasks.running.values())
      for (const invoke of invokes)
        for (const effect of this.summaryOf(invoke)?.places.values() ?? [])
          if (lasts(effect) && conflicts(placeOf(this.body, effect), place)) return true;
    return false;
  }

  /** Somebody has the closure now, and may run it at any time. */
  #giveAway(invoke: Invoke, effect: CapturedEffect, place: Place): void {
    // What is written into is given away as the part that is written (P2).
    if (effect.requires?.needs === "base" && effect.writes === null) return;
    // What only a borrow of it looks at is on loan, no more.
    if (effect.requires === null && effect.writes === null && effect.lends.size > 0) return;
    this.#escape(place, invoke.at);
    if (effect.writes === null) return;
    if (this.#isSeenByCallers(place)) this.observer.writes?.(place, effect.writes);
    addDisturbance(this.state, place, {
      at: invoke.at,
      by: effect.writes,
      waits: invoke.mode !== "escape",
      after: invoke.handles ?? nothingHeld,
    });
    // C5: up to its first `await` it has run when the call returns.
    if (invoke.mode === "deferred") this.#disturb(place, invoke.at);
  }

  /** The same body in another state, which nobody observes. */
  #on(state: OwnershipState): Run {
    const { body, raise, summaryOf, moveBy, loanOn, brokenBy } = this;
    return new Run(body, state, raise, {}, summaryOf, moveBy, loanOn, brokenBy);
  }

  #escape(place: Place, at: Span): void {
    addEscape(this.state, place, { at });
    this.#raised = false;
  }
}

/** A promise is left running that does not settle with the one that the function returns. */
function losesPromise({ lends }: Pick<CapturedEffect, "lends">): boolean {
  return [...lends].some((how) => how !== "itself" && how !== "meanwhile");
}

function isGivenAndLent({ effect, place }: EffectAt): boolean {
  return isGiven(place) && effect.lends.size > 0;
}

/** A call has no name. */
function isNamed(holder: Place): boolean {
  return /^\d+$/.test(rootOf(holder).key);
}

function isInSpan(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** The place, or something that it is part of or that is part of it, may be empty. */
function isMovedSomewhere(state: OwnershipState, place: Place): boolean {
  return [...state.moved.keys()].some(
    (moved) => conflicts(moved, place) && movedAt(state, moved) !== undefined,
  );
}

interface EffectAt {
  readonly effect: CapturedEffect;
  readonly place: Place;
}

const noParts: ReadonlySet<string> = new Set();
const noLoops: ReadonlySet<Loop> = new Set();
const noInvokes: ReadonlySet<Invoke> = new Set();

/** How a run that has gone on in a promise is known to have ended: to its end; as far as its awaiting says; anyhow. */
type RunEnd = "fulfilled" | "awaited" | "settled";

const missingSpan: Span = { file: "", start: 0, end: 0 };

/** What an async closure does to a capture that more than an atomic replace: nobody may touch it meanwhile (C5). */
function lasts(effect: CapturedEffect): boolean {
  return effect.takes !== null && (effect.heldEmpty || effect.movedAtEnd !== "no" || effect.movedOnThrow);
}

/** What an async closure took is in its place once it has come to this end, or has come to its end without taking it. */
function isBack({ fills, requires, movedAtEnd }: CapturedEffect, end: RunEnd): boolean {
  // What it asks for was there when it began: it is, too, where the closure failed before it put anything there.
  if (requires !== null) return end === "settled" ? fills : movedAtEnd === "no";
  return fills && end !== "settled";
}

/** To have a part written is not to be looked at. */
function looksAtCapture({ requires }: CapturedEffect): boolean {
  return requires !== null && requires.needs !== "base";
}

function placeOf(body: Body, { path }: CapturedEffect): Place {
  return placeAt(body, path);
}

/** The edge leaves a loop that holds the move: what follows the loop is no later iteration of it. */
function leavesLoopOf(move: Move, from: Block, to: Block): boolean {
  const kept = new Set<Loop>();
  for (let at = to.loop; at !== null; at = at.parent) kept.add(at);
  for (let at = from.loop; at !== null && !kept.has(at); at = at.parent)
    if (isLoopWithin(move.loop, at)) return true;
  return false;
}
