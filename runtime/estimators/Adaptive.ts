import { InvalidAmountError } from "../errors.js";
import { requireAmount } from "../internal/requireAmount.js";
import { ByteLength } from "./ByteLength.js";
import type { TokenEstimator } from "./TokenEstimator.js";

/** How careful {@link Adaptive} is. */
export interface AdaptiveOptions {
  /** Added to the highest ratio seen; 0.05 unless told. */
  readonly epsilon?: number;
  /** The lowest ratio that is ever used, in tokens per byte; 1.2 unless told. */
  readonly floor?: number;
}

/** The estimator of one model, which learns from what was billed. */
export interface AdaptiveEstimator extends TokenEstimator {
  /**
   * Tells it what a prompt was billed as, in tokens. A prompt of no bytes has no ratio, and teaches nothing.
   *
   * @throws InvalidAmountError
   */
  observe(prompt: string, billed: number): void;
}

/**
 * Estimates that follow the bills: for each model, the bytes times the highest ratio of tokens to bytes seen so far plus
 * `epsilon`, never under `floor`, rounded up.
 */
export class Adaptive {
  readonly #epsilon: number;
  readonly #floor: number;
  readonly #models = new Map<string, AdaptiveEstimator>();

  /** @throws InvalidAmountError if an option is negative or not finite */
  constructor({ epsilon = 0.05, floor = 1.2 }: AdaptiveOptions = {}) {
    this.#epsilon = requireRatio(epsilon);
    this.#floor = requireRatio(floor);
  }

  /** The estimator of `model`, the same one each time. */
  for(model: string): AdaptiveEstimator {
    let estimator = this.#models.get(model);
    if (estimator === undefined) {
      estimator = new ModelEstimator(this.#epsilon, this.#floor);
      this.#models.set(model, estimator);
    }
    return estimator;
  }
}

class ModelEstimator implements AdaptiveEstimator {
  readonly #epsilon: number;
  #ratio: number;

  constructor(epsilon: number, floor: number) {
    this.#epsilon = epsilon;
    this.#ratio = floor;
  }

  estimate(prompt: string): number {
    return requireAmount("Adaptive.estimate", Math.ceil(ByteLength.estimate(prompt) * this.#ratio));
  }

  observe(prompt: string, billed: number): void {
    const bytes = ByteLength.estimate(prompt);
    const tokens = requireAmount("Adaptive.observe", billed);
    if (bytes > 0) this.#ratio = Math.max(this.#ratio, tokens / bytes + this.#epsilon);
  }
}

function requireRatio(value: number): number {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new InvalidAmountError("new Adaptive", value, "a ratio of at least 0");
  }
  return value;
}
