import type { TokenEstimator } from "../../estimators/TokenEstimator.js";
import { isAmount } from "../../internal/isAmount.js";
import type { Leased } from "../../internal/LeaseQueue.js";
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
  readonly unseen?: string | undefined;
}

/** What an attempt asks of its account. */
export interface AttemptOwner {
  cost(model: string, usage: Usage): number | undefined;
  readonly outputCounter: TokenEstimator;
  renew(attempt: Leased): void;
  /**
   * Ends `attempt` and charges `due` for it: what its reservation holds over that comes back, and what exceeds it is
   * charged to the account as far as that covers it.
   */
  end(attempt: Attempt, outcome: Outcome, due: number): void;
}

let calls = 0;

/** A forfeited one is charged in full, though its reply may still be on the way. */
type State = "open" | "forfeited" | "done";

/**
 * One request that was paid for in advance. Ends once, by what comes first: its usage, the word that it was not billed,
 * its forfeiture. Nothing that comes after that gives anything back.
 */
export class Attempt implements Leased {
  readonly id: number;
  #state: State = "open";
  readonly #owner: AttemptOwner;
  readonly #estimator: TokenEstimator;
  readonly #outputLimit: number;
  #outputSeen = 0;
  /** What the output that was seen costs. A lower bound of the bill: one that is below it is not believed. */
  #confirmed = 0;
  /** Stops listening for the abortion of the call. */
  #unwatch: (() => void) | undefined;

  constructor(
    readonly call: PlannedCall,
    readonly reserved: number,
    outputLimit: number,
    estimator: TokenEstimator,
    owner: AttemptOwner,
  ) {
    calls += 1;
    this.id = calls;
    this.#outputLimit = outputLimit;
    this.#estimator = estimator;
    this.#owner = owner;
  }

  get isOpen(): boolean {
    return this.#state === "open";
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
    if (this.#state !== "open") return true;
    this.#owner.renew(this);
    const soFar = this.#owner.cost(this.call.model, usageOf({ output: this.#outputSeen })) ?? 0;
    if (!isAmount(soFar) || soFar > this.reserved) return false;
    this.#confirmed = Math.max(this.#confirmed, soFar);
    return true;
  }

  /** Charges what the provider billed; the whole reservation if it did not say. */
  settle(usage: Usage | undefined): void {
    const cost = usage === undefined ? undefined : this.#owner.cost(this.call.model, usage);
    if (usage === undefined || !isAmount(cost)) {
      this.forfeit("usage that was not reported");
      return;
    }
    switch (this.#state) {
      case "done":
        return;
      case "forfeited":
        // The reply came after all, and may have cost more than the reservation that was charged for it.
        this.#state = "done";
        if (cost > this.reserved) this.#owner.end(this, { kind: "settled", usage }, cost - this.reserved);
        return;
      case "open":
        this.#leave("done");
        this.#learn(usage);
        this.#owner.end(this, { kind: "settled", usage }, Math.max(cost, this.#confirmed));
    }
  }

  /** Gives the whole reservation back: the call was not billed. */
  cancel(status: number | undefined): void {
    if (this.#state !== "open") return;
    this.#leave("done");
    this.#owner.end(this, { kind: "cancelled", status }, this.#confirmed);
  }

  /** Ends a call that failed: cancels it if `error` says that it was not billed. */
  fail(error: unknown, by = "a call that failed"): void {
    const { billed, status } = failureOf(error);
    if (billed === "no") this.cancel(status);
    else this.forfeit(by);
  }

  /** Charges the whole reservation: the call may have been billed. */
  forfeit(by: string): void {
    if (this.#state !== "open") return;
    this.#leave("forfeited");
    this.#owner.end(this, { kind: "forfeited", by }, this.reserved);
  }

  #leave(state: "forfeited" | "done"): void {
    this.#state = state;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #learn(usage: Usage): void {
    const estimator = this.#estimator as { observe?(prompt: string, billed: number): void };
    // What the request did not show says nothing about what it did.
    if (this.call.unseen === undefined) estimator.observe?.(this.call.prompt, totalInput(usage));
  }
}
