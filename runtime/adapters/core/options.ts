import { InvalidAmountError, UnitMismatchError } from "../../errors.js";
import { ByteLength } from "../../estimators/ByteLength.js";
import type { TokenEstimator } from "../../estimators/TokenEstimator.js";
import { isAmount } from "../../internal/isAmount.js";
import type { GuardListener } from "./events.js";
import type { GuardIdentity } from "./GuardIdentity.js";
import { type Tariff, tokenTariff } from "./Tariff.js";

/** One estimator for all models, or one for each, such as `new Adaptive()`. */
export type Estimators = TokenEstimator | { for(model: string): TokenEstimator };

/** What holds for every call of a guard. */
interface CallOptions {
  /** Names the guard in events and reports; `"agent"` unless told. */
  readonly name?: string;
  /**
   * The `identity` of the guard that the budget was split off from. To be told only if the budget is not the very one that
   * `guard.split()` returned, but was spent or split since.
   */
  readonly parent?: GuardIdentity;
  /**
   * The most output tokens that one call may ask for; 4,096 unless told. A request that asks for more, or does not say,
   * is sent with this maximum, so that the provider enforces it.
   */
  readonly maxOutputTokens?: number;
  /** Output tokens that the provider bills on top of the maximum it was given, such as hidden reasoning; 0 unless told. */
  readonly hiddenOutputTokens?: number;
  /**
   * Input tokens that the provider bills and the request does not show: an image behind an address, a conversation that
   * the provider keeps, what its own tools find. Reserved for each request that has such a part. Unless told, those
   * requests are refused, for nothing bounds their cost.
   */
  readonly unseenInputTokens?: number;
  /** How many input tokens a request will be billed as. What is right for the provider unless told. */
  readonly estimator?: Estimators;
  /** Counts the output as it streams in, to cut it at the reservation. One token for 8 bytes unless told. */
  readonly outputCounter?: TokenEstimator;
  /** How long a call may stay silent, in milliseconds, before its reservation is charged; 600,000 unless told. */
  readonly leaseMs?: number;
  /** Told of everything that happens to the budget. */
  readonly onEvent?: GuardListener | readonly GuardListener[];
  /**
   * Called when less than `fraction` of what the guard was given is left, what is reserved included. Once; and once more
   * each time that a merge has brought it back above and it falls again.
   */
  readonly onLowBudget?: LowBudget;
}

/** A warning that comes while there is still something left. */
export interface LowBudget {
  /** Of what the guard was given, from 0 to 1; 0.2 is a fifth. */
  readonly fraction: number;
  readonly warn: (remaining: number, given: number) => void;
}

/** What a guard takes beside its budget. A budget of tokens needs no tariff; any other unit does. */
export type GuardOptions<Unit extends string> = CallOptions &
  ([Unit] extends ["tokens"] ? { readonly tariff?: Tariff<Unit> } : { readonly tariff: Tariff<Unit> });

/** What follows the budget in a guard's constructor: options, which may be left out where all of them may. */
export type GuardArguments<Unit extends string, Options extends GuardOptions<Unit>> = [Unit] extends [
  "tokens",
]
  ? [options?: Options]
  : [options: Options];

/** Options with every default filled in. */
export interface Settings<Unit extends string> {
  readonly name: string;
  readonly parent: GuardIdentity | undefined;
  readonly maxOutputTokens: number;
  readonly hiddenOutputTokens: number;
  readonly unseenInputTokens: number | undefined;
  readonly estimatorFor: (model: string) => TokenEstimator;
  readonly outputCounter: TokenEstimator;
  readonly leaseMs: number;
  readonly tariff: Tariff<Unit>;
  readonly listeners: readonly GuardListener[];
  readonly onLowBudget: LowBudget | undefined;
}

/** Few tokens stand for more than 8 bytes: a count that is too low lets a reply pass, one that is too high cuts a good one. */
const eightBytesEach: TokenEstimator = {
  estimate: (text) => Math.ceil(ByteLength.estimate(text) / 8),
};

/**
 * @throws InvalidAmountError, UnitMismatchError
 */
export function settingsOf<Unit extends string>(
  unit: Unit,
  given: GuardOptions<Unit> | undefined,
  defaultEstimator: TokenEstimator,
): Settings<Unit> {
  // A budget of any other unit is refused below, for want of its tariff.
  const options = given ?? ({} as GuardOptions<Unit>);
  const { name = "agent", maxOutputTokens = 4_096, hiddenOutputTokens = 0, leaseMs = 600_000 } = options;
  const { unseenInputTokens, estimator = defaultEstimator, outputCounter = eightBytesEach } = options;
  const tariff = (options.tariff ?? tokenTariff) as Tariff<Unit>;
  if (tariff.unit !== unit) throw new UnitMismatchError("new guard", unit, tariff.unit);
  for (const tokens of [maxOutputTokens, hiddenOutputTokens, unseenInputTokens ?? 0]) {
    if (!isAmount(tokens)) throw new InvalidAmountError("new guard", tokens);
  }
  if (!(Number.isFinite(leaseMs) && leaseMs > 0)) {
    throw new InvalidAmountError("new guard", leaseMs, "a positive number of milliseconds");
  }
  const { onEvent = [], onLowBudget, parent } = options;
  if (onLowBudget !== undefined && !(onLowBudget.fraction >= 0 && onLowBudget.fraction <= 1)) {
    throw new InvalidAmountError("new guard", onLowBudget.fraction, "a fraction from 0 to 1");
  }
  return {
    name,
    parent,
    maxOutputTokens,
    hiddenOutputTokens,
    unseenInputTokens,
    estimatorFor: "for" in estimator ? (model) => estimator.for(model) : () => estimator,
    outputCounter,
    leaseMs,
    tariff,
    listeners: typeof onEvent === "function" ? [onEvent] : [...onEvent],
    onLowBudget,
  };
}
