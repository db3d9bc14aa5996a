import type { PlannedCall } from "../core/Attempt.js";
import type { Usage } from "../core/Usage.js";
import type { Fields } from "../core/json.js";

/** How a provider's endpoint says what a call may cost, and what it did cost. */
export interface Protocol {
  /**
   * What the request may cost. Makes of `body` what is to be sent: with the maximum output set, and asking for the usage.
   *
   * @param text of the request
   */
  plan(body: OwnFields, text: string, limit: OutputLimit): Plan;
  /** The usage that a reply reports; `undefined` if it does not. */
  usageOf(reply: Fields): Usage | undefined;
  /**
   * Follows one streamed reply.
   *
   * @param request as the caller made it
   */
  reader(request: Fields): StreamReader;
}

export interface Plan {
  readonly call: PlannedCall;
  /** What to send. */
  readonly text: string;
}

/** The fields of an object that is nobody else's. */
export type OwnFields = Record<string, unknown>;

export interface OutputLimit {
  /** The maximum to send for the one that is asked for. */
  clampOutput(requested: unknown): number;
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
