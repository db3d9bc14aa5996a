import type { AmountFor } from "../../amounts.js";
import type { Budget } from "../../Budget.js";
import type { TokenEstimator } from "../../estimators/TokenEstimator.js";
import type { Leased } from "../../internal/LeaseQueue.js";
import type { StreamingReceipt } from "../../StreamingReceipt.js";
import type { Outcome } from "./events.js";
import { failureOf } from "./failures.js";
import { totalInput, type Usage, usageOf } from "./Usage.js";

/** What a call asks a model for, in the terms of OpenTelemetry's conventions for generative AI. */
export type Operation = "chat" | "text_completion" | "embeddings";

/** One request that is about to be sent: what bounds its cost, and what it is in events. */
export interface PlannedCall {
  readonly model: string;
  readonly operation: Operation;
  /** Whose model it is, as far as the adapter knows. */
  readonly provider: string;
  /** What the estimator reads: the text of the request. */
  readonly prompt: string;
  /** The most output tokens that the request allows, for each choice. */
  readonly maxOutput: number;
  /** How many replies it asks for; 1 unless told. */
  readonly choices?: number;
  /** What the provider bills as input and the request does not show, for the message if nothing was reserved for it. */
  readonly unseen?: string;
}

/** What was set aside for an attempt. */
export interface Hold<Unit extends string> {
  readonly receipt: StreamingReceipt<Unit>;
  /** Holds nothing: where the refund is applied, before it goes back to the account. */
  readonly rest: Budget<Unit>;
}

/** What an attempt asks of its account. */
export interface AttemptOwner<Unit extends string> {
  cost(model: string, usage: Usage): number | undefined;
  readonly outputCounter: TokenEstimator;
  renew(attempt: Leased): void;
  /**
   * Ends `attempt`: what it left comes back, and `excess` is charged to the account as far as that covers it.
   */
  end(attempt: Attempt<Unit>, outcome: Outcome, refund: Budget<Unit> | undefined, excess: number): void;
}

let calls = 0;

type State<Unit extends string> =
  | { readonly kind: "open"; readonly hold: Hold<Unit> }
  /** Charged in full, though its reply may still be on the way. */
  | { readonly kind: "forfeited" }
  | { readonly kind: "done" };

/**
 * One request that was paid for in advance. Ends once, by what comes first: its usage, the word that it was not billed,
 * its forfeiture. Nothing that comes after that gives anything back.
 */
export class Attempt<Unit extends string> implements Leased {
  readonly id: number;
  #state: State<Unit>;
  readonly #owner: AttemptOwner<Unit>;
  readonly #estimator: TokenEstimator;
  readonly #outputLimit: number;
  #outputSeen = 0;
  /** Stops listening for the abortion of the call. */
  #unwatch: (() => void) | undefined;

  constructor(
    readonly call: PlannedCall,
    readonly reserved: number,
    outputLimit: number,
    hold: Hold<Unit>,
    estimator: TokenEstimator,
    owner: AttemptOwner<Unit>,
  ) {
    calls += 1;
    this.id = calls;
    this.#state = { kind: "open", hold };
    this.#outputLimit = outputLimit;
    this.#estimator = estimator;
    this.#owner = owner;
  }

  get isOpen(): boolean {
    return this.#state.kind === "open";
  }

  /** Forfeits as soon as `signal` is aborted: what was sent may be billed all the same. */
  watch(signal: AbortSignal): void {
    const abort = (): void => {
      this.forfeit("its abortion");
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    // A signal may live longer than its calls, and must not keep them.
    this.#unwatch = () => {
      signal.removeEventListener("abort", abort);
    };
  }

  /**
   * Counts a piece of the reply, as it streams in.
   *
   * @returns false if the reservation does not cover it: pass nothing on any more, and forfeit
   */
  chunk(text: string): boolean {
    return this.chunkOf(this.#owner.outputCounter.estimate(text));
  }

  /** `chunk` for output whose tokens are known. */
  chunkOf(tokens: number): boolean {
    if (this.#outputSeen + tokens > this.#outputLimit) return false;
    this.#outputSeen += tokens;
    // One that was charged in full when its lease ended may still go on to the limit that it was charged for.
    if (this.#state.kind !== "open") return true;
    this.#owner.renew(this);
    const { receipt } = this.#state.hold;
    const soFar = this.#owner.cost(this.call.model, usageOf({ output: this.#outputSeen })) ?? 0;
    const due = soFar - receipt.confirmed;
    if (due > receipt.remaining) return false;
    if (due > 0) receipt.chunk(due as AmountFor<Unit>);
    return true;
  }

  /** Charges what the provider billed; the whole reservation if it did not say. */
  settle(usage: Usage | undefined): void {
    const state = this.#state;
    const cost = usage === undefined ? undefined : this.#owner.cost(this.call.model, usage);
    if (usage === undefined || cost === undefined) {
      this.forfeit("usage that was not reported");
      return;
    }
    switch (state.kind) {
      case "done":
        return;
      case "forfeited":
        // The reply came after all, and may have cost more than the reservation that was charged for it.
        this.#state = { kind: "done" };
        if (cost > this.reserved) {
          this.#owner.end(this, { kind: "settled", usage }, undefined, cost - this.reserved);
        }
        return;
      case "open":
        this.#leave("done");
        this.#learn(usage);
        this.#pay(state.hold, cost, usage);
    }
  }

  /** Gives the whole reservation back: the call was not billed. */
  cancel(status: number | undefined): void {
    if (this.#state.kind !== "open") return;
    const { receipt, rest } = this.#state.hold;
    this.#leave("done");
    this.#owner.end(this, { kind: "cancelled", status }, receipt.close().applyTo(rest), 0);
  }

  /** Ends a call that failed: cancels it if `error` says that it was not billed. */
  fail(error: unknown, by = "a call that failed"): void {
    const { billed, status } = failureOf(error);
    if (billed === "no") this.cancel(status);
    else this.forfeit(by);
  }

  /** Charges the whole reservation: the call may have been billed. */
  forfeit(by: string): void {
    if (this.#state.kind !== "open") return;
    const { receipt } = this.#state.hold;
    this.#leave("forfeited");
    receipt.forfeit();
    this.#owner.end(this, { kind: "forfeited", by }, undefined, 0);
  }

  #pay({ receipt, rest }: Hold<Unit>, cost: number, usage: Usage): void {
    // What was counted while streaming is a lower bound; a bill that is below it is not believed.
    const due = Math.max(cost - receipt.confirmed, 0);
    const excess = due - receipt.remaining;
    if (excess > 0) {
      receipt.forfeit();
      this.#owner.end(this, { kind: "settled", usage }, undefined, excess);
      return;
    }
    receipt.chunk(due as AmountFor<Unit>);
    this.#owner.end(this, { kind: "settled", usage }, receipt.close().applyTo(rest), 0);
  }

  #leave(kind: "forfeited" | "done"): void {
    this.#state = { kind };
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #learn(usage: Usage): void {
    const estimator = this.#estimator as { observe?(prompt: string, billed: number): void };
    // What the request did not show says nothing about what it did.
    if (this.call.unseen === undefined) estimator.observe?.(this.call.prompt, totalInput(usage));
  }
}
