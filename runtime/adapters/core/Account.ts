import type { AmountFor, AmountOf } from "../../amounts.js";
import type { Budget } from "../../Budget.js";
import { BudgetCell } from "../../BudgetCell.js";
import { CapExceededError, UseAfterMoveError } from "../../errors.js";
import type { TokenEstimator } from "../../estimators/TokenEstimator.js";
import { isAmount } from "../../internal/isAmount.js";
import { type Leased, LeaseQueue } from "../../internal/LeaseQueue.js";
import { Attempt, type AttemptOwner, type PlannedCall } from "./Attempt.js";
import { CallRefusedError, type Refusal } from "./CallRefusedError.js";
import type { GuardEvent, Outcome } from "./events.js";
import type { Settings } from "./options.js";
import { highestCost } from "./Tariff.js";
import type { Usage } from "./Usage.js";

/**
 * The budget behind a guard, and the calls that are in flight on it. After every step,
 * `remaining + reserved + spent` is what was given, less what was split off, plus what was merged.
 */
export class Account<Unit extends string> implements AttemptOwner<Unit> {
  readonly settings: Settings<Unit>;
  readonly #cell: BudgetCell<Unit>;
  readonly #leases: LeaseQueue;
  readonly #open = new Set<Attempt<Unit>>();
  readonly #given: number;
  #reserved = 0;
  #spent = 0;
  #uncovered = 0;
  #warned = false;
  #released = false;
  #whenIdle: (() => void) | undefined;

  constructor(budget: Budget<Unit>, settings: Settings<Unit>) {
    this.settings = settings;
    this.#cell = new BudgetCell(budget);
    this.#leases = new LeaseQueue(settings.leaseMs);
    this.#given = this.#cell.remaining;
  }

  get unit(): Unit {
    return this.#cell.unit;
  }

  get remaining(): number {
    this.#leases.sweep();
    return this.#cell.remaining;
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
    return this.#open.size;
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
   * @throws CallRefusedError
   */
  begin(call: PlannedCall): Attempt<Unit> {
    if (this.#released) throw this.refuse({ kind: "released" });
    const { hiddenOutputTokens, estimatorFor, tariff } = this.settings;
    const estimator = estimatorFor(call.model);
    const input = estimator.estimate(call.prompt) + this.#unseenInput(call);
    const output = (call.maxOutput + hiddenOutputTokens) * (call.choices ?? 1);
    const amount = highestCost(tariff, call.model, input, output);
    if (amount === undefined) throw this.refuse({ kind: "unpriced", model: call.model });
    const { remaining } = this;
    if (amount > remaining) {
      const shortfall = amount - remaining;
      const { unit } = this;
      throw this.refuse({
        kind: "insufficient",
        model: call.model,
        requested: amount,
        remaining,
        shortfall,
        unit,
      });
    }
    const [rest, receipt] = this.#cell.withdraw(amount as AmountFor<Unit>).stream(amount as AmountFor<Unit>);
    const attempt = new Attempt<Unit>(call, amount, output, { receipt, rest }, estimator, this);
    this.#reserved += amount;
    this.#open.add(attempt);
    this.#leases.add(attempt);
    this.#tell({ type: "reserved", guard: this.settings.name, model: call.model, reserved: amount });
    return attempt;
  }

  /** Makes the error of a call that is not made, and tells of it. */
  refuse(refusal: Refusal): CallRefusedError {
    this.#tell({ type: "refused", guard: this.settings.name, refusal });
    return new CallRefusedError(refusal);
  }

  renew(attempt: Leased): void {
    this.#leases.delete(attempt);
    this.#leases.add(attempt);
  }

  end(attempt: Attempt<Unit>, outcome: Outcome, refund: Budget<Unit> | undefined, excess: number): void {
    const wasOpen = this.#open.delete(attempt);
    const held = wasOpen ? attempt.reserved : 0;
    this.#leases.delete(attempt);
    this.#reserved -= held;
    const refunded = refund?.remaining ?? 0;
    if (refund !== undefined) this.#cell.deposit(refund);
    const covered = Math.min(excess, this.#cell.remaining);
    this.#cell.spend(covered as AmountFor<Unit>);
    const charged = held - refunded + covered;
    this.#spent += charged;
    this.#uncovered += excess - covered;
    const { name: guard } = this.settings;
    const { model } = attempt.call;
    const uncovered = excess - covered;
    this.#tell({ type: "ended", guard, model, outcome, reserved: held, charged, refunded, uncovered });
    this.#warnIfLow();
    if (this.#open.size === 0) this.#whenIdle?.();
  }

  split(amount: AmountFor<Unit>): Budget<Unit> {
    this.#requireOwner("split");
    this.#leases.sweep();
    const part = this.#cell.withdraw(amount);
    this.#tell({ type: "split", guard: this.settings.name, amount });
    return part;
  }

  merge(budget: Budget<Unit>): void {
    this.#requireOwner("merge");
    const amount: number = budget.remaining;
    const { remaining, reserved, unit } = this;
    const max: number = this.#cell.max;
    // What is reserved may all come back: there must be room for it then.
    if (amount > max - remaining - reserved) {
      throw new CapExceededError("merge", amount, remaining + reserved, max, unit);
    }
    this.#cell.deposit(budget);
    this.#tell({ type: "merged", guard: this.settings.name, amount });
  }

  async release(): Promise<Budget<Unit>> {
    this.#requireOwner("release");
    this.#released = true;
    this.#leases.sweep();
    if (this.#open.size > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    const { remaining } = this.#cell;
    this.#tell({ type: "released", guard: this.settings.name, amount: remaining });
    return this.#cell.withdraw(remaining as AmountOf<Unit> & AmountFor<Unit>);
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
    if (onLowBudget === undefined || this.#warned) return;
    const left = this.#cell.remaining + this.#reserved;
    if (left >= onLowBudget.fraction * this.#given) return;
    this.#warned = true;
    quietly(() => {
      onLowBudget.warn(left, this.#given);
    });
  }

  #tell(event: GuardEvent): void {
    const { onEvent } = this.settings;
    if (onEvent !== undefined) {
      quietly(() => {
        onEvent(event);
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
