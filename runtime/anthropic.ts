/** The entry `affine-budget/anthropic`: budgets for clients of the package `@anthropic-ai/sdk`. */
export {
  AnthropicGuard,
  type AnthropicGuardOptions,
  type AnthropicMiddleware,
} from "./adapters/anthropic/AnthropicGuard.js";
export * from "./adapters/core/exports.js";
