import type { AmountOf } from "../../amounts.js";
import { totalInput, type Usage, usageOf } from "./Usage.js";

/** Turns tokens into amounts of the budget's unit. */
export interface Tariff<Unit extends string> {
  readonly unit: Unit;
  /**
   * What `usage` costs, rounded up. More tokens never cost less.
   *
   * @returns undefined if the model has no known price: its calls are refused
   */
  cost(model: string, usage: Usage): AmountOf<Unit> | undefined;
}

/** Every token counts one, whatever it costs: the tariff of budgets of tokens. */
export const tokenTariff: Tariff<"tokens"> = Object.freeze({
  unit: "tokens",
  cost: (_model: string, usage: Usage) => totalInput(usage) + usage.output + usage.reasoning,
});

/**
 * The most that a call may cost: before it is made, nobody knows what a cache will do with the input, nor how much of
 * the output will be reasoning.
 */
export function highestCost<Unit extends string>(
  tariff: Tariff<Unit>,
  model: string,
  input: number,
  output: number,
): number | undefined {
  // Where every token counts one, no kind of token is dearer than another.
  if ((tariff as unknown) === tokenTariff) return input + output;
  let highest: number | undefined;
  for (const read of [{ input }, { cacheWrite: input }, { cacheWriteLong: input }]) {
    for (const written of [{ output }, { reasoning: output }]) {
      const cost = tariff.cost(model, usageOf({ ...read, ...written }));
      if (cost === undefined) return undefined;
      highest = Math.max(highest ?? 0, cost);
    }
  }
  return highest;
}
