import { requireAmount } from "../internal/requireAmount.js";
import type { TokenEstimator } from "./TokenEstimator.js";

/**
 * Another estimate plus the hidden tokens of a reasoning model, which are billed and never seen. The paper reserves
 * their 99th percentile.
 */
export class WithReasoning implements TokenEstimator {
  readonly #base: TokenEstimator;
  readonly #hidden: number;

  /** @throws InvalidAmountError if `hiddenTokens` is no amount */
  constructor(base: TokenEstimator, hiddenTokens: number) {
    this.#base = base;
    this.#hidden = requireAmount("new WithReasoning", hiddenTokens);
  }

  /** @throws InvalidAmountError if the estimate is over 2^53 - 1 */
  estimate(prompt: string): number {
    const visible = requireAmount("WithReasoning.estimate", this.#base.estimate(prompt));
    return requireAmount("WithReasoning.estimate", visible + this.#hidden);
  }
}
