/** The entry `affine-budget/opentelemetry`: spans and metrics of guarded calls, for `@opentelemetry/api`. */
export type { GuardEvent, GuardListener } from "./adapters/core/events.js";
export { BudgetTelemetry, type BudgetTelemetryOptions } from "./adapters/opentelemetry/BudgetTelemetry.js";
