import type { AmountFor, AmountOf } from "../../amounts.js";
import type { Budget } from "../../Budget.js";
import { InsufficientFundsError, UseAfterMoveError } from "../../errors.js";
import type { TokenEstimator } from "../../estimators/TokenEstimator.js";
import { budgets } from "../../internal/budgets.js";
import { isAmount } from "../../internal/isAmount.js";
import { type Leased, LeaseQueue } from "../../internal/LeaseQueue.js";
import { requireAmount } from "../../internal/requireAmount.js";
import { Attempt, type AttemptOwner, type PlannedCall } from "./Attempt.js";
import { CallRefusedError, type Refusal } from "./CallRefusedError.js";
import type { GuardEvent, OfCall, Outcome } from "./events.js";
import { type GuardIdentity, identityOf, lastHolderOf, rememberOrigin } from "./GuardIdentity.js";
import type { Settings } from "./options.js";
import { highestCost } from "./Tariff.js";
import type { Usage } from "./Usage.js";

/**
 * The budget behind a guard, and the calls that are in flight on it. After every step,
 * `remaining + reserved + spent` is what was given, less what was split off, plus what was merged; and `remaining` is 0
 * while `uncovered` is not, so that no call is made of money that is owed.
 */
export class Account<Unit extends string> implements AttemptOwner {
  readonly settings: Settings<Unit>;
  readonly identity: GuardIdentity;
  /** Nobody else sees it: what calls were charged is debited when it is split, merged or given back, in one step. */
  #budget: Budget<Unit>;
  /** What is available and what is set aside: a call is paid when it ends, out of what was set aside for it. */
  #balance: number;
  /** The calls in flight. */
  readonly #leases: LeaseQueue;
  readonly #given: number;
  #reserved = 0;
  #spent = 0;
  #uncovered = 0;
  #isLow = false;
  /** From the call of `release` on: nothing new is begun. */
  #released = false;
  /** What was left has been given back. */
  #closed = false;
  #whenIdle: (() => void) | undefined;

  constructor(budget: Budget<Unit>, settings: Settings<Unit>) {
    this.settings = settings;
    this.identity = identityOf(settings.name, settings.tariff.unit, budget, settings.parent);
    this.#budget = budgets.move(budget, "new guard", budgets.balance(budget, "new guard").remaining);
    this.#leases = new LeaseQueue(settings.leaseMs);
    this.#given = this.#budget.remaining;
    this.#balance = this.#given;
    this.#tell({ type: "opened", guard: this.identity, amount: this.#given });
  }

  get unit(): Unit {
    return this.#budget.unit;
  }

  get remaining(): number {
    this.#leases.sweep();
    return this.#available;
  }

  get reserved(): number {
    this.#leases.sweep();
    return this.#reserved;
  }

  get spent(): number {
    this.#leases.sweep();
    return this.#spent;
  }

  get uncovered(): number {
    return this.#uncovered;
  }

  get inFlight(): number {
    this.#leases.sweep();
    return this.#leases.size;
  }

  get outputCounter(): TokenEstimator {
    return this.settings.outputCounter;
  }

  cost(model: string, usage: Usage): number | undefined {
    return this.settings.tariff.cost(model, usage);
  }

  /** The maximum output to send in place of the one that was asked for, if any was. */
  clampOutput(requested: unknown): number {
    const { maxOutputTokens } = this.settings;
    return isAmount(requested) ? Math.min(requested, maxOutputTokens) : maxOutputTokens;
  }

  /**
   * Pays for a call in advance, in one synchronous step: of calls that run at the same time, none counts on what another
   * has reserved.
   *
   * @param signal aborts the call, its reply included
   * @throws CallRefusedError, and the reason of a signal that is aborted already
   */
  begin(call: PlannedCall, signal?: AbortSignal): Attempt {
    signal?.throwIfAborted();
    if (this.#released) throw this.refuse({ kind: "released" });
    const { hiddenOutputTokens, estimatorFor, tariff } = this.settings;
    const estimator = estimatorFor(call.model);
    const input = estimator.estimate(call.prompt) + this.#unseenInput(call);
    const output = (call.maxOutput + hiddenOutputTokens) * (call.choices ?? 1);
    const { model, maxOutput } = call;
    const requested = highestCost(tariff, model, input, output);
    if (requested === undefined) throw this.refuse({ kind: "unpriced", model });
    const { remaining } = this;
    if (requested > remaining) {
      const { unit } = this;
      const shortfall = requested - remaining;
      throw this.refuse({ kind: "insufficient", model, requested, remaining, shortfall, unit });
    }
    const reserved = requireAmount("reserve", requested);
    const attempt = new Attempt(call, reserved, output, estimator, this);
    this.#reserved += reserved;
    this.#leases.add(attempt);
    if (signal !== undefined) attempt.watch(signal);
    if (this.#hasListeners) this.#tell({ type: "reserved", ...this.#namesOf(attempt), reserved, maxOutput });
    return attempt;
  }

  /** Makes the error of a call that is not made, and tells of it. */
  refuse(refusal: Refusal): CallRefusedError {
    this.#tell({ type: "refused", guard: this.identity, refusal });
    return new CallRefusedError(refusal);
  }

  renew(attempt: Leased): void {
    this.#leases.delete(attempt);
    this.#leases.add(attempt);
  }

  end(attempt: Attempt, outcome: Outcome, due: number): void {
    // One that was charged in full before holds nothing any more.
    const reserved = this.#leases.delete(attempt) ? attempt.reserved : 0;
    this.#reserved -= reserved;
    const charged = Math.min(due, this.#available);
    this.#charge(charged);
    const paid = this.#payWhatIsOwed();
    const uncovered = due - charged;
    this.#uncovered += uncovered;
    if (this.#hasListeners) {
      const refunded = Math.max(reserved - charged, 0);
      this.#tell({
        type: "ended",
        ...this.#namesOf(attempt),
        outcome,
        reserved,
        charged,
        refunded,
        uncovered,
      });
    }
    this.#tellPaid(paid);
    this.#warnIfLow();
    if (this.#leases.size === 0) this.#whenIdle?.();
  }

  split(amount: AmountFor<Unit>): Budget<Unit> {
    this.#requireOwner("split");
    const { remaining, unit } = this;
    // What is set aside is in the budget, too, and is not to be given away.
    if (requireAmount("split", amount) > remaining) {
      throw new InsufficientFundsError("split", amount, remaining, unit);
    }
    this.#debit();
    const [part, rest] = this.#budget.split(amount);
    this.#hold(rest);
    rememberOrigin(part, this.identity, "split");
    this.#tell({ type: "split", guard: this.identity, amount });
    this.#warnIfLow();
    return part;
  }

  merge(budget: Budget<Unit>): void {
    this.#requireOwner("merge");
    const amount: number = budget.remaining;
    const from = lastHolderOf(budget);
    this.#debit();
    this.#hold(this.#budget.merge(budget));
    const paid = this.#payWhatIsOwed();
    this.#tell({ type: "merged", guard: this.identity, amount, from });
    this.#tellPaid(paid);
    this.#warnIfLow();
  }

  async release(): Promise<Budget<Unit>> {
    this.#requireOwner("release");
    this.#released = true;
    this.#leases.sweep();
    if (this.#leases.size > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    this.#debit();
    const remaining: AmountOf<Unit> = this.#budget.remaining;
    const [rest, nothing] = this.#budget.split(remaining as AmountOf<Unit> & AmountFor<Unit>);
    this.#hold(nothing);
    this.#closed = true;
    rememberOrigin(rest, this.identity, "release");
    this.#tell({ type: "released", guard: this.identity, amount: remaining });
    return rest;
  }

  /** What calls can be made of. */
  get #available(): number {
    return this.#balance - this.#reserved;
  }

  /** Most guards have nobody to tell: then an event is not even made. */
  get #hasListeners(): boolean {
    return this.settings.listeners.length > 0;
  }

  #charge(amount: number): void {
    this.#balance -= amount;
    this.#spent += amount;
  }

  /** Takes what calls were charged out of the budget, too. */
  #debit(): void {
    const charged = this.#budget.remaining - this.#balance;
    if (charged > 0) this.#budget = this.#budget.spend(charged as AmountFor<Unit>);
  }

  #hold(budget: Budget<Unit>): void {
    this.#budget = budget;
    this.#balance = budget.remaining;
  }

  /** Whatever comes back pays first for what was billed when nothing was left. Returns how much it paid. */
  #payWhatIsOwed(): number {
    if (this.#uncovered === 0) return 0;
    const amount = Math.min(this.#uncovered, this.#available);
    this.#charge(amount);
    this.#uncovered -= amount;
    return amount;
  }

  #tellPaid(amount: number): void {
    if (amount > 0) this.#tell({ type: "covered", guard: this.identity, amount });
  }

  #unseenInput({ unseen }: PlannedCall): number {
    if (unseen === undefined) return 0;
    const { unseenInputTokens } = this.settings;
    if (unseenInputTokens !== undefined) return unseenInputTokens;
    const what = `${unseen} is billed as input that the request does not show; the option unseenInputTokens says how much to reserve for it`;
    throw this.refuse({ kind: "unbounded", what });
  }

  #requireOwner(operation: string): void {
    if (this.#released) throw new UseAfterMoveError(operation, "guard", "release", undefined);
  }

  #warnIfLow(): void {
    const { onLowBudget } = this.settings;
    // What was given back is not low: a reply that costs more than it was charged may still come.
    if (onLowBudget === undefined || this.#closed) return;
    const left = this.#balance;
    const wasLow = this.#isLow;
    this.#isLow = left < onLowBudget.fraction * this.#given;
    if (wasLow || !this.#isLow) return;
    quietly(() => {
      onLowBudget.warn(left, this.#given);
    });
  }

  /** What is the same in all events of one call. */
  #namesOf({ id, call }: Attempt): OfCall {
    const { model, operation, provider } = call;
    return { guard: this.identity, call: id, model, operation, provider };
  }

  #tell(event: GuardEvent): void {
    for (const listener of this.settings.listeners) {
      quietly(() => {
        listener(event);
      });
    }
  }
}

/** Runs a listener, whose failure must not come between a call and its account. It surfaces as an unhandled rejection. */
function quietly(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    void Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
}
