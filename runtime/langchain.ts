/** The entry `affine-budget/langchain`: budgets for agents of the package `langchain`. */
export { LangChainGuard, type LangChainGuardOptions } from "./adapters/langchain/LangChainGuard.js";
export * from "./adapters/core/exports.js";
