import type { LanguageModelMiddleware } from "ai";

import type { Attempt } from "../core/Attempt.js";
import { usageOfResult } from "./usage.js";

type WrapStream = NonNullable<LanguageModelMiddleware["wrapStream"]>;
type Parts = Awaited<ReturnType<WrapStream>>["stream"];
type Part = Parts extends ReadableStream<infer P> ? P : never;

/** How many of each are open: what has begun must end before the stream does. */
const endOf = {
  "text-start": "text-end",
  "reasoning-start": "reasoning-end",
  "tool-input-start": "tool-input-end",
} as const;

/**
 * Passes the parts of a reply on while `attempt` counts them, and ends it as the SDK would when the reservation is used
 * up. A consumer that only stops reading tells nobody: then the lease settles it.
 */
export function meteredParts(source: Parts, attempt: Attempt): Parts {
  const upstream = source.getReader();
  const open = new Map<string, Part>();

  /** Whether the reservation covers `part`. */
  function pass(part: Part): boolean {
    switch (part.type) {
      case "text-start":
      case "reasoning-start":
      case "tool-input-start":
        open.set(part.id, { type: endOf[part.type], id: part.id });
        return true;
      case "text-end":
      case "reasoning-end":
      case "tool-input-end":
        open.delete(part.id);
        return true;
      case "text-delta":
      case "reasoning-delta":
      case "tool-input-delta":
        return attempt.chunk(part.delta);
      case "finish":
        attempt.settle(usageOfResult(part.usage));
        return true;
      default:
        return true;
    }
  }

  return new ReadableStream<Part>({
    async pull(controller) {
      try {
        const { value: part, done } = await upstream.read();
        if (done) {
          attempt.forfeit("usage that was not reported");
          controller.close();
        } else if (pass(part)) {
          controller.enqueue(part);
        } else {
          attempt.forfeit("a reply over its reservation");
          for (const end of open.values()) controller.enqueue(end);
          controller.enqueue(finish);
          controller.close();
          await upstream.cancel();
        }
      } catch (error) {
        attempt.forfeit("a reply that broke off");
        controller.error(error);
      }
    },
    async cancel(reason) {
      attempt.forfeit("a reader that left");
      await upstream.cancel(reason);
    },
  });
}

/** The end of a reply that has reached its maximum. What it was billed, nobody has said. */
const finish: Part = {
  type: "finish",
  finishReason: { unified: "length", raw: undefined },
  usage: {
    inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: undefined, text: undefined, reasoning: undefined },
  },
};
