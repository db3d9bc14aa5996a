/** The entry `affine-budget/gpt-tokenizer`: estimates of prompts with the tokenizers of OpenAI's models. */
export { gptTokenizers, type ModelEstimators } from "./adapters/gpt-tokenizer/gptTokenizers.js";
export type { TokenEstimator } from "./estimators/TokenEstimator.js";
