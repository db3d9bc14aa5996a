/** What every adapter's entry exports beside its guard. */
export { CallRefusedError, type Refusal, refusalOf } from "./CallRefusedError.js";
export type { Operation } from "./Attempt.js";
export type { GuardEvent, GuardListener, Outcome } from "./events.js";
export { Guard } from "./Guard.js";
export type { GuardIdentity } from "./GuardIdentity.js";
export type { Estimators, GuardOptions, LowBudget } from "./options.js";
export { type Tariff, tokenTariff } from "./Tariff.js";
export type { Usage } from "./Usage.js";
