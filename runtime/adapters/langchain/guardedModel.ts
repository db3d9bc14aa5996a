import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { BaseMessage, UsageMetadata } from "@langchain/core/messages";
import type { ChatGenerationChunk, ChatResult } from "@langchain/core/outputs";

import type { Account } from "../core/Account.js";
import type { Attempt } from "../core/Attempt.js";
import { fieldsOf } from "../core/json.js";
import { limitsOf } from "./limits.js";
import { outputOf } from "./output.js";
import { promptOfCall } from "./prompt.js";
import { addUsage, usageOfMessage, usageOfMetadata } from "./usage.js";

/** The parameters of the methods that a class of models defines, whatever its options are. */
type Call = [messages: BaseMessage[], options: object, runManager?: CallbackManagerForLLMRun];

/** What a class of models defines; whatever else a model does comes down to it. */
interface Provider {
  readonly _generate: (...call: Call) => Promise<ChatResult>;
  readonly _streamResponseChunks: (...call: Call) => AsyncGenerator<ChatGenerationChunk>;
}

/** Who guards a model. One that another guard is given, too, is paid for twice: neither may make a call for nothing. */
const guards = new WeakMap<object, object>();

/** By what it has: a program may hold two copies of the class. */
function isChatModel(value: unknown): value is BaseChatModel {
  return typeof fieldsOf(value)["_generate"] === "function";
}

/**
 * `model`, but for what the account does not cover. It inherits from the model, so that it is one of its class, and
 * replaces what asks the provider. That is done by the model itself, whose private fields are its own.
 */
export function guardedModel<Unit extends string, Model extends BaseChatModel>(
  account: Account<Unit>,
  model: Model,
): Model {
  if (guards.get(model) === account) return model;
  if ("_getModelInstance" in model) {
    // It makes a model for each call, and agents take that one out of it.
    throw new TypeError(
      "initChatModel hides the model that is called: make one with its own class, and guard that",
    );
  }
  const provider = model as unknown as Provider;

  function begin(messages: BaseMessage[], options: object): Attempt {
    const { signal } = fieldsOf(options);
    const { model: name, provider: of, maxOutput, choices } = limitsOf(account, model);
    const { prompt, unseen } = promptOfCall(messages, model, options);
    return account.begin(
      { model: name, operation: "chat", provider: of, prompt, maxOutput, choices, unseen },
      signal instanceof AbortSignal ? signal : undefined,
    );
  }

  const asking: Provider = {
    async _generate(messages, options, runManager) {
      const attempt = begin(messages, options);
      try {
        const result = await provider._generate(messages, options, runManager);
        attempt.settle(usageOfMessage(result.generations[0]?.message));
        return result;
      } catch (error) {
        attempt.fail(error);
        throw error;
      }
    },

    async *_streamResponseChunks(messages, options, runManager) {
      const attempt = begin(messages, options);
      let usage: UsageMetadata | undefined;
      try {
        for await (const chunk of provider._streamResponseChunks(messages, options, runManager)) {
          if (!attempt.chunk(outputOf(chunk))) {
            attempt.forfeit("a reply over its reservation");
            return;
          }
          usage = addUsage(usage, chunk.message);
          yield chunk;
        }
        attempt.settle(usageOfMetadata(usage));
      } catch (error) {
        attempt.fail(error);
        throw error;
      } finally {
        attempt.forfeit("a reply that was not read to its end");
      }
    },
  };

  const base = fieldsOf(BaseChatModel.prototype);
  const own = fieldsOf(model);
  const replaced: Record<string, unknown> = { _generate: asking._generate };
  // Without one of their own, the base class makes what streams of what does not.
  if (own["_streamResponseChunks"] !== base["_streamResponseChunks"]) {
    replaced["_streamResponseChunks"] = asking._streamResponseChunks;
  }
  // The base class makes its events of the chunks, which are counted.
  replaced["_streamChatModelEvents"] = base["_streamChatModelEvents"];
  // Some classes make another model, of what this one was made of: the base class binds the options to this one.
  replaced["withConfig"] = base["withConfig"];
  const { bindTools } = own;
  if (typeof bindTools === "function") {
    replaced["bindTools"] = function (this: unknown, ...args: unknown[]): unknown {
      const bound: unknown = bindTools.apply(this, args);
      return isChatModel(bound) ? guardedModel(account, bound) : bound;
    };
  }
  const result = Object.create(model, Object.getOwnPropertyDescriptors(replaced)) as Model;
  guards.set(result, account);
  return result;
}
