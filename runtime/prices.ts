/** The entry `affine-budget/prices`: what tokens cost in dollars, for guards of budgets of dollars. */
export {
  type CalcPrice,
  type ModelPrice,
  UsdTariff,
  type UsdTariffOptions,
} from "./adapters/prices/UsdTariff.js";
export { type Tariff, tokenTariff } from "./adapters/core/Tariff.js";
export type { Usage } from "./adapters/core/Usage.js";
