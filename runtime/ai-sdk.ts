/** The entry `affine-budget/ai-sdk`: budgets for language models of the package `ai`. */
export { AiSdkGuard, type AiSdkGuardOptions } from "./adapters/ai-sdk/AiSdkGuard.js";
export * from "./adapters/core/exports.js";
