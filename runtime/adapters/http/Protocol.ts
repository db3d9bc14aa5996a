import type { Operation, PlannedCall } from "../core/Attempt.js";
import type { Usage } from "../core/Usage.js";
import type { Fields } from "../core/json.js";

/** How a provider's endpoint says what a call may cost, and what it did cost. */
export interface Protocol {
  readonly operation: Operation;
  /** Whose protocol it is. Others may speak it, too. */
  readonly provider: string;
  /**
   * What the request may cost, and the body to send in its place: with the maximum output set, and asking for the usage.
   *
   * @param clampOutput the maximum to send for the one that is asked for
   */
  plan(body: Fields, clampOutput: (requested: unknown) => number): Plan;
  /** The usage that a reply reports; `undefined` if it does not. */
  usageOf(reply: Fields): Usage | undefined;
  /** Follows one streamed reply. */
  reader(request: Fields): StreamReader;
}

export interface Plan {
  readonly call: Omit<PlannedCall, "prompt" | "operation" | "provider">;
  readonly body: Fields;
}

/** What one event of a stream means. */
export interface StreamStep {
  /** The output that it carries. */
  readonly output: string;
  /** The usage of the whole reply as far as the provider has said it: what comes later replaces it. */
  readonly usage?: Usage | undefined;
  /** Whether no later event changes the usage. */
  readonly isLast?: boolean;
  /** Not for the caller, who did not ask for it. */
  readonly hidden?: boolean;
}

export interface StreamReader {
  /** @param event what its data says; no fields if that is no JSON */
  read(event: Fields): StreamStep;
  /** Events that end the reply as the provider itself ends one that has reached its maximum. */
  cut(): string;
}
