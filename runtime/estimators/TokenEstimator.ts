/** Says how many tokens a prompt will be billed as. Sound when it is never under the billed count. */
export interface TokenEstimator {
  /** Tokens, a non-negative safe integer. */
  estimate(prompt: string): number;
}
