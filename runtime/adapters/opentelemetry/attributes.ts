import type { Attributes } from "@opentelemetry/api";

import type { GuardEvent, Outcome } from "../core/events.js";
import type { GuardIdentity } from "../core/GuardIdentity.js";
import { totalInput, type Usage } from "../core/Usage.js";

type CallEvent = Extract<GuardEvent, { type: "reserved" | "ended" }>;

/** What spans and metrics say of a guard. Names, and no ids: as many time series as there are names. */
export function guardAttributes(guard: GuardIdentity): Attributes {
  return {
    "affine_budget.name": guard.name,
    "affine_budget.lineage": lineageOf(guard).join("/"),
    "affine_budget.unit": guard.unit,
  };
}

/** What spans say besides: which of the guards of one name it was, and from which its budget was split off. */
export function identityAttributes(guard: GuardIdentity): Attributes {
  const { id, name, parent } = guard;
  return {
    ...guardAttributes(guard),
    "gen_ai.agent.name": name,
    "affine_budget.id": id,
    ...(parent === undefined
      ? {}
      : { "affine_budget.parent.id": parent.id, "affine_budget.parent.name": parent.name }),
  };
}

/** The names from the first owner of the money to `guard`. */
function lineageOf({ name, parent }: GuardIdentity): readonly string[] {
  return parent === undefined ? [name] : [...lineageOf(parent), name];
}

/** OpenTelemetry's conventions for generative AI, as far as a guard knows. */
export function callAttributes({ operation, provider, model }: CallEvent): Attributes {
  return {
    "gen_ai.operation.name": operation,
    "gen_ai.provider.name": providerNames.get(provider) ?? provider,
    "gen_ai.request.model": model,
  };
}

/** Where the conventions have a name of their own for what an SDK calls a provider. */
const providerNames: ReadonlyMap<string, string> = new Map([
  ["amazon-bedrock", "aws.bedrock"],
  ["bedrock", "aws.bedrock"],
  ["azure", "azure.ai.openai"],
  ["google", "gcp.gemini"],
  ["google_genai", "gcp.gemini"],
  ["google_vertexai", "gcp.vertex_ai"],
  ["vertex", "gcp.vertex_ai"],
  ["mistral", "mistral_ai"],
  ["mistralai", "mistral_ai"],
  ["xai", "x_ai"],
]);

/** Totals contain their parts: here as in the conventions. */
export function usageAttributes(usage: Usage): Attributes {
  const { cacheRead, cacheWrite, cacheWriteLong, reasoning } = usage;
  const stored = cacheWrite + cacheWriteLong;
  return {
    "gen_ai.usage.input_tokens": totalInput(usage),
    "gen_ai.usage.output_tokens": totalOutput(usage),
    ...(cacheRead > 0 ? { "gen_ai.usage.cache_read.input_tokens": cacheRead } : {}),
    ...(stored > 0 ? { "gen_ai.usage.cache_creation.input_tokens": stored } : {}),
    ...(reasoning > 0 ? { "gen_ai.usage.reasoning.output_tokens": reasoning } : {}),
  };
}

export function totalOutput({ output, reasoning }: Usage): number {
  return output + reasoning;
}

/** What went wrong with a call, in few words that are always the same; undefined if nothing did. */
export function errorTypeOf(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case "settled":
      return undefined;
    case "cancelled":
      return outcome.status === undefined ? "not_sent" : String(outcome.status);
    case "forfeited":
      return "forfeited";
  }
}
