/** The entry `affine-budget/report`: who got, spent and returned what, as text, JSON and a page with a flame graph. */
export type { GuardEvent, GuardListener } from "./adapters/core/events.js";
export type { GuardIdentity } from "./adapters/core/GuardIdentity.js";
export { BudgetReport } from "./adapters/report/BudgetReport.js";
export type { ReportNode } from "./adapters/report/ReportNode.js";
