import { isAmount } from "../../internal/isAmount.js";
import type { Account } from "../core/Account.js";
import type { PlannedCall } from "../core/Attempt.js";
import { fieldsOf } from "../core/json.js";

type Limits = Required<Pick<PlannedCall, "model" | "provider" | "maxOutput" | "choices">>;

/**
 * What bounds the reply of a model. Nothing in a call can change it, so the model must have been made with a bound.
 *
 * @throws CallRefusedError if the model has none, or makes attempts that a middleware does not see
 */
export function limitsOf<Unit extends string>(account: Account<Unit>, model: unknown): Limits {
  const { maxTokens, model: name, modelName, caller, bound, n } = fieldsOf(model);
  // A model with settings bound to it hides the model itself.
  if (maxTokens === undefined && bound !== undefined) return limitsOf(account, bound);
  const { maxOutputTokens } = account.settings;
  if (!isAmount(maxTokens) || maxTokens > maxOutputTokens) {
    const what = `the model must be made with maxTokens, and the guard allows at most ${maxOutputTokens}`;
    throw account.refuse({ kind: "unbounded", what });
  }
  if (fieldsOf(caller)["maxRetries"] !== 0) {
    const what =
      "the model tries again by itself, which no guard sees; make it with maxRetries: 0, and put modelRetryMiddleware before the guard";
    throw account.refuse({ kind: "unbounded", what });
  }
  return {
    model: String(name ?? modelName),
    provider: providerOf(model),
    maxOutput: maxTokens,
    choices: typeof n === "number" ? n : 1,
  };
}

/** By model: to ask one for its name takes as long as to reserve for its call. */
const providers = new WeakMap<object, string>();

/** What LangChain's own traces name the provider. */
function providerOf(model: unknown): string {
  const named = model as { getLsParams?(options: object): { readonly ls_provider?: string } };
  let provider = providers.get(named);
  if (provider === undefined) {
    provider = named.getLsParams?.({}).ls_provider ?? "langchain";
    providers.set(named, provider);
  }
  return provider;
}
