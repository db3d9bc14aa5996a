/** The entry `affine-budget/openai`: budgets for clients of the package `openai`. */
export { OpenAIGuard, type OpenAIGuardOptions } from "./adapters/openai/OpenAIGuard.js";
export * from "./adapters/core/exports.js";
