import type { Counter, Histogram, Meter, UpDownCounter } from "@opentelemetry/api";

/** What is measured. Amounts of money are in the unit that the attribute `affine_budget.unit` names. */
export interface Instruments {
  readonly tokens: Histogram;
  readonly duration: Histogram;
  readonly reserved: Counter;
  readonly settled: Counter;
  readonly refunded: Counter;
  readonly uncovered: UpDownCounter;
  readonly refused: Counter;
}

/** The buckets are those that the conventions ask for. */
export function instrumentsOf(meter: Meter): Instruments {
  return {
    tokens: meter.createHistogram("gen_ai.client.token.usage", {
      description: "Number of input and output tokens used.",
      unit: "{token}",
      advice: { explicitBucketBoundaries: Array.from({ length: 14 }, (_, power) => 4 ** power) },
    }),
    duration: meter.createHistogram("gen_ai.client.operation.duration", {
      description: "GenAI operation duration.",
      unit: "s",
      advice: { explicitBucketBoundaries: Array.from({ length: 14 }, (_, power) => 0.01 * 2 ** power) },
    }),
    reserved: meter.createCounter("affine_budget.reserved", {
      description: "What was set aside for calls before they were made.",
    }),
    settled: meter.createCounter("affine_budget.settled", {
      description: "What calls were charged.",
    }),
    refunded: meter.createCounter("affine_budget.refunded", {
      description: "What of the reservations went back to their budgets.",
    }),
    uncovered: meter.createUpDownCounter("affine_budget.uncovered", {
      description: "What providers billed and budgets have not paid.",
    }),
    refused: meter.createCounter("affine_budget.refused", {
      description: "Calls that were not made.",
      unit: "{call}",
    }),
  };
}
