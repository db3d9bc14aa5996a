import type {
  Model,
  ModelRequest,
  ModelResponse,
  ModelRetryAdvice,
  ModelRetryAdviceRequest,
} from "@openai/agents";

import type { Account } from "../core/Account.js";
import type { Attempt } from "../core/Attempt.js";
import { refusalOf } from "../core/CallRefusedError.js";
import { fieldsOf } from "../core/json.js";
import { callOf } from "./call.js";
import { usageOfResponse } from "./usage.js";

type StreamEvents = ReturnType<Model["getStreamedResponse"]>;
type StreamEvent = StreamEvents extends AsyncIterable<infer Event> ? Event : never;

/** A model whose every attempt is paid for before it is made. */
export class GuardedModel<Unit extends string> implements Model {
  readonly #account: Account<Unit>;
  readonly #model: Model;
  readonly #name: string;

  constructor(account: Account<Unit>, model: Model, name: string) {
    this.#account = account;
    this.#model = model;
    this.#name = name;
  }

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    const { attempt, bounded } = this.#begin(request);
    try {
      const response = await this.#model.getResponse(bounded);
      attempt.settle(usageOfResponse(response.usage));
      return response;
    } catch (error) {
      attempt.fail(error);
      throw error;
    }
  }

  async *getStreamedResponse(request: ModelRequest): StreamEvents {
    const { attempt, bounded } = this.#begin(request);
    let text = "";
    try {
      for await (const event of this.#model.getStreamedResponse(bounded)) {
        if (!attempt.chunk(outputOf(event))) {
          yield cutAfter(text);
          return;
        }
        if (event.type === "output_text_delta") text += event.delta;
        if (event.type === "response_done") attempt.settle(usageOfResponse(event.response.usage));
        yield event;
      }
    } catch (error) {
      attempt.fail(error);
      throw error;
    } finally {
      attempt.forfeit("a reply that was not read to its end");
    }
  }

  /** A refused call is not tried again; about any other, the model may have an opinion. */
  async getRetryAdvice(args: ModelRetryAdviceRequest): Promise<ModelRetryAdvice | undefined> {
    if (refusalOf(args.error) !== undefined)
      return { suggested: false, reason: "the budget does not cover it" };
    return await this.#model.getRetryAdvice?.(args);
  }

  #begin(request: ModelRequest): { attempt: Attempt; bounded: ModelRequest } {
    const maxTokens = this.#account.clampOutput(request.modelSettings.maxTokens);
    const attempt = this.#account.begin(callOf(request, this.#name, maxTokens), request.signal);
    const bounded = {
      ...request,
      modelSettings: { ...request.modelSettings, maxTokens },
      // What the runner says when it makes the retries itself: the client inside of the model then makes none of its own,
      // which nobody would have paid for.
      _internal: { ...fieldsOf(fieldsOf(request)["_internal"]), runnerManagedRetry: true },
    };
    return { attempt, bounded };
  }
}

/** The output that an event carries, each piece once: the model's own events repeat the text. */
function outputOf(event: StreamEvent): string {
  if (event.type === "output_text_delta") return event.delta;
  if (event.type !== "model") return "";
  const { type, delta } = fieldsOf(event.event);
  return type !== "response.output_text.delta" && typeof delta === "string" ? delta : "";
}

/** The end of a reply that has reached its maximum. What it was billed, nobody has said. */
function cutAfter(text: string): StreamEvent {
  return {
    type: "response_done",
    response: {
      id: "cut",
      usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
      output: [
        {
          type: "message",
          role: "assistant",
          status: "incomplete",
          content: [{ type: "output_text", text }],
        },
      ],
    },
  };
}
