import { ByteLength } from "../../estimators/ByteLength.js";
import type { TokenEstimator } from "../../estimators/TokenEstimator.js";
import { type TextEncoding, Tokenizer } from "../../estimators/Tokenizer.js";

/** One estimator for each model, as the option `estimator` of guards takes them. */
export interface ModelEstimators {
  for(model: string): TokenEstimator;
}

/**
 * The tokenizers of `models`, from the optional peer `gpt-tokenizer`, which knows those of OpenAI. Every other model gets
 * `ByteLength`, which is never under the tokens of a text.
 *
 * ```ts
 * const estimator = await gptTokenizers("gpt-4o-mini");
 * const guard = new OpenAIGuard(budget, { estimator });
 * ```
 *
 * An encoding is megabytes of tables, so only those that `models` need are loaded, and before the first call.
 */
export async function gptTokenizers(...models: readonly string[]): Promise<ModelEstimators> {
  const encodingOf = await knownEncodings();
  const names = new Set(models.map(encodingOf));
  const loaded = await Promise.all([...names].map(async (name) => [name, await load(name)] as const));
  const estimators = new Map(loaded);
  return { for: (model) => estimators.get(encodingOf(model)) ?? ByteLength };
}

/** The encoding of a model; undefined for models that `gpt-tokenizer` does not list. */
async function knownEncodings(): Promise<(model: string) => string | undefined> {
  const [mapping, listed] = await Promise.all([
    import("gpt-tokenizer/mapping"),
    import("gpt-tokenizer/models"),
  ]);
  const { modelToEncodingMap, DEFAULT_ENCODING } = mapping;
  const older = new Map<string, string>(Object.entries(modelToEncodingMap));
  const all = new Set(Object.keys(listed));
  // The map has only models that do not use the default of the newer ones.
  return (model) => older.get(model) ?? (all.has(model) ? DEFAULT_ENCODING : undefined);
}

async function load(encoding: string | undefined): Promise<TokenEstimator | undefined> {
  const tables = await tablesOf(encoding);
  return tables === undefined ? undefined : new Tokenizer(tables);
}

/** Each import is written out: a bundler can follow no other. */
async function tablesOf(encoding: string | undefined): Promise<TextEncoding | undefined> {
  switch (encoding) {
    case "o200k_base":
      return await import("gpt-tokenizer/encoding/o200k_base");
    case "o200k_harmony":
      return await import("gpt-tokenizer/encoding/o200k_harmony");
    case "cl100k_base":
      return await import("gpt-tokenizer/encoding/cl100k_base");
    case "p50k_base":
      return await import("gpt-tokenizer/encoding/p50k_base");
    case "p50k_edit":
      return await import("gpt-tokenizer/encoding/p50k_edit");
    case "r50k_base":
      return await import("gpt-tokenizer/encoding/r50k_base");
    default:
      return undefined;
  }
}
