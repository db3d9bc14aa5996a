import { InvalidAmountError } from "../errors.js";
import { requireAmount } from "../internal/requireAmount.js";
import type { TokenEstimator } from "./TokenEstimator.js";

/**
 * Another estimate times a factor, rounded up. The paper's audit found 2.0 sound for Anthropic with nested tool schemas
 * (worst seen 1.875).
 */
export class WithMargin implements TokenEstimator {
  readonly #base: TokenEstimator;
  readonly #factor: number;

  /** @throws InvalidAmountError if `factor` is under 1 */
  constructor(base: TokenEstimator, factor: number) {
    if (!(Number.isFinite(factor) && factor >= 1)) {
      throw new InvalidAmountError("new WithMargin", factor, "a factor of at least 1");
    }
    this.#base = base;
    this.#factor = factor;
  }

  /** @throws InvalidAmountError if the estimate is over 2^53 - 1 */
  estimate(prompt: string): number {
    return requireAmount("WithMargin.estimate", Math.ceil(this.#base.estimate(prompt) * this.#factor));
  }
}
