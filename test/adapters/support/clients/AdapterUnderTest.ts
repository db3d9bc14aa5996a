import type { Budget } from "affine-budget";
import type { Guard, GuardOptions } from "affine-budget/openai";

import type { ModelServer } from "../server/ModelServer.js";

/** A real client of one SDK, with a guard in it. */
export interface GuardedClient {
  readonly guard: Guard<"tokens">;
  /** One call, not streamed; its text. */
  readonly call: (prompt: string) => Promise<string>;
  /** One streamed call. Stops reading when `onText` returns false. */
  readonly stream: (
    prompt: string,
    onText?: (text: string) => boolean,
    signal?: AbortSignal,
  ) => Promise<string>;
}

export interface AdapterUnderTest {
  readonly name: string;
  /** Whose models it says it calls; `"openai"` unless told. */
  readonly provider?: string;
  /** Whether its hook sees a stream piece by piece; true unless told. */
  readonly cutsStreams?: boolean;
  /** The SDK makes up to two more attempts by itself, and each is guarded. */
  readonly connect: (server: ModelServer, budget: Budget, options: GuardOptions<"tokens">) => GuardedClient;
}
