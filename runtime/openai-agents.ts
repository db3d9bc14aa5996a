/** The entry `affine-budget/openai-agents`: budgets for models of the package `@openai/agents`. */
export {
  OpenAIAgentsGuard,
  type OpenAIAgentsGuardOptions,
} from "./adapters/openai-agents/OpenAIAgentsGuard.js";
export * from "./adapters/core/exports.js";
