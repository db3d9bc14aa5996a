import type { Usd } from "../../amounts.js";
import { InvalidAmountError } from "../../errors.js";
import { requireAmount } from "../../internal/requireAmount.js";
import type { Tariff } from "../core/Tariff.js";
import { totalInput, type Usage } from "../core/Usage.js";

/** The function of the optional peer `@pydantic/genai-prices` that knows what models cost. */
export type CalcPrice = (
  usage: Record<string, number | undefined>,
  modelId: string,
  options?: { readonly providerId?: string },
) => { readonly total_price: number } | null;

/** The price of a model in dollars for a million tokens. What is not given costs what its kind costs. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWriteLong?: number;
  readonly reasoning?: number;
}

/** Where the prices of a {@link UsdTariff} come from. At least one of both. */
export interface UsdTariffOptions {
  /** `calcPrice` of `@pydantic/genai-prices`. */
  readonly calcPrice?: CalcPrice;
  /** Whose price it is, where several providers serve a model, as `@pydantic/genai-prices` names it. */
  readonly providerId?: string;
  /** Prices of your own, by model: for models that nobody lists, and for contracts. They go before the list. */
  readonly prices?: Readonly<Record<string, ModelPrice>>;
}

/**
 * What tokens cost in nano-USD, rounded up. A model that no price is known of is refused.
 *
 * ```ts
 * import { calcPrice } from "@pydantic/genai-prices";
 * const tariff = new UsdTariff({ calcPrice });
 * ```
 *
 * The list is handed in, so that whoever gives prices of their own need not install it.
 */
export class UsdTariff implements Tariff<"usd"> {
  readonly unit = "usd";
  readonly #calcPrice: CalcPrice | undefined;
  readonly #providerId: string | undefined;
  readonly #prices: ReadonlyMap<string, Required<ModelPrice>>;

  /** @throws InvalidAmountError if a price is negative or not finite */
  constructor({ calcPrice, providerId, prices = {} }: UsdTariffOptions) {
    this.#calcPrice = calcPrice;
    this.#providerId = providerId;
    this.#prices = new Map(Object.entries(prices).map(([model, price]) => [model, complete(price)]));
  }

  cost(model: string, usage: Usage): Usd | undefined {
    const own = this.#prices.get(model);
    if (own !== undefined) return roundedUp(ownCost(own, usage));
    const dollars = this.#listCost(model, usage);
    return dollars === undefined ? undefined : roundedUp(dollars * 1e9);
  }

  #listCost(model: string, usage: Usage): number | undefined {
    const providerId = this.#providerId;
    const tokens = {
      input_tokens: totalInput(usage),
      cache_read_tokens: usage.cacheRead,
      cache_write_tokens: usage.cacheWrite + usage.cacheWriteLong,
      cache_write_1h_tokens: usage.cacheWriteLong,
      output_tokens: usage.output + usage.reasoning,
      output_reasoning_tokens: usage.reasoning,
    };
    const given = Object.fromEntries(Object.entries(tokens).filter(([, count]) => count > 0));
    const price = this.#calcPrice?.(given, model, providerId === undefined ? {} : { providerId });
    return price?.total_price;
  }
}

function complete(price: ModelPrice): Required<ModelPrice> {
  const { input, output } = price;
  const all = {
    input,
    output,
    cacheRead: price.cacheRead ?? input,
    cacheWrite: price.cacheWrite ?? input,
    cacheWriteLong: price.cacheWriteLong ?? price.cacheWrite ?? input,
    reasoning: price.reasoning ?? output,
  };
  for (const dollars of Object.values(all)) {
    if (!(Number.isFinite(dollars) && dollars >= 0)) {
      throw new InvalidAmountError("new UsdTariff", dollars, "a price in dollars for a million tokens");
    }
  }
  return all;
}

/** In nano-USD: a dollar for a million tokens is 1,000 nano-USD for one. */
function ownCost(price: Required<ModelPrice>, usage: Usage): number {
  const kinds = ["input", "cacheRead", "cacheWrite", "cacheWriteLong", "output", "reasoning"] as const;
  return kinds.reduce((sum, kind) => sum + usage[kind] * price[kind] * 1_000, 0);
}

/**
 * Rounds up to a whole amount, but for what floating-point arithmetic has added to a cost that is whole: a price list
 * sums floats.
 */
function roundedUp(nanoUsd: number): Usd {
  const nearest = Math.round(nanoUsd);
  const isWhole = Math.abs(nanoUsd - nearest) <= nanoUsd * 1e-12;
  return requireAmount("UsdTariff.cost", isWhole ? nearest : Math.ceil(nanoUsd)) as Usd;
}
