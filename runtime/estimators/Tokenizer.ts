import { requireAmount } from "../internal/requireAmount.js";
import type { TokenEstimator } from "./TokenEstimator.js";

/** Splits text into tokens. The modules of the optional peer `gpt-tokenizer`, one for each encoding, are such encoders. */
export interface TextEncoding {
  encode(text: string, options?: { readonly disallowedSpecial?: Set<string> }): { readonly length: number };
}

/**
 * Counts with the tokenizer of the model: exact for the text itself, where the model uses that encoding.
 *
 * ```ts
 * import * as o200k from "gpt-tokenizer/encoding/o200k_base";
 * const estimator = new Tokenizer(o200k);
 * ```
 *
 * The tokenizer is handed in, so that whoever does not use it need not install it.
 */
export class Tokenizer implements TokenEstimator {
  readonly #encoding: TextEncoding;

  constructor(encoding: TextEncoding) {
    this.#encoding = encoding;
  }

  estimate(prompt: string): number {
    // A prompt may quote a special token ("<|endoftext|>"). It is text then, and must not make the encoder throw.
    const { length } = this.#encoding.encode(prompt, { disallowedSpecial: new Set() });
    return requireAmount("Tokenizer.estimate", length);
  }
}
