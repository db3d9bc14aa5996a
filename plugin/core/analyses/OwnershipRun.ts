import type { Effect, InsideClosure } from "../effects/effectsOf.js";
import type { Span, UseVerb } from "../findings.js";
import {
  nothingHeld,
  type Body,
  type CallLoans,
  type Held,
  type Interference,
  type Invoke,
  type Loan,
  type Move,
  type Task,
} from "../ir/Body.js";
import { conflicts, isThis, isWithin, mayBeSibling, rootOf, type Place } from "../ir/places.js";
import { placeAt } from "../ir/paths.js";
import {
  addDisturbance,
  addEscape,
  breakLoans,
  cloneState,
  disturbancesOf,
  endEscape,
  escapeOf,
  escapesOf,
  giveBack,
  isFilled,
  moveOf,
  movedAt,
  revive,
  settleReported,
  sortedUnique,
  type Broken,
  type Moved,
  type OwnershipState,
  type ReachingMove,
} from "./OwnershipState.js";
import type { CapturedEffect, Lends, Summary } from "./Summary.js";
import { breakMeanwhile, breakTasks, handleFailure, keepTasks, settleTasks, startTask } from "./tasks.js";
import type { Interruption, OwnershipObserver, UseEffect } from "./OwnershipObserver.js";
import {
  isBack,
  isGivenAndLent,
  lasts,
  looksAtCapture,
  losesPromise,
  placeOf,
  type EffectAt,
  type RunEnd,
} from "./capturedEffects.js";

/** The effects of one block, applied in turn to one state. */
export class OwnershipRun {
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
  #on(state: OwnershipState): OwnershipRun {
    const { body, raise, summaryOf, moveBy, loanOn, brokenBy } = this;
    return new OwnershipRun(body, state, raise, {}, summaryOf, moveBy, loanOn, brokenBy);
  }

  #escape(place: Place, at: Span): void {
    addEscape(this.state, place, { at });
    this.#raised = false;
  }
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

const noParts: ReadonlySet<string> = new Set();

const noInvokes: ReadonlySet<Invoke> = new Set();

const missingSpan: Span = { file: "", start: 0, end: 0 };
