import type { Attempt } from "../core/Attempt.js";
import type { Usage } from "../core/Usage.js";
import { fieldsOf, parseJson } from "../core/json.js";
import type { StreamReader } from "./Protocol.js";
import { EventSplitter, type ServerSentEvent } from "./sse.js";

/**
 * Passes a streamed reply on, event by event, while `attempt` counts it. Ends it as the provider would when the
 * reservation is used up. Reading no further, from either side, settles the attempt.
 */
export function meteredBody(
  source: ReadableStream<Uint8Array>,
  reader: StreamReader,
  attempt: Attempt,
): ReadableStream<Uint8Array> {
  const upstream = source.getReader();
  const splitter = new EventSplitter();
  const encoder = new TextEncoder();
  let latest: Usage | undefined;

  /** The text to pass on for `event`; `undefined` if the reservation does not cover it. */
  function pass(event: ServerSentEvent): string | undefined {
    const { output, usage, isLast = false, hidden = false } = reader.read(fieldsOf(parseJson(event.data)));
    if (usage !== undefined) latest = usage;
    if (output !== "" && !attempt.chunk(output)) return undefined;
    if (isLast) attempt.settle(latest);
    return hidden ? "" : event.raw;
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        // A pull that enqueues nothing would not be repeated: read until there is something to pass on, or the end.
        for (;;) {
          const { value, done } = await upstream.read();
          const events = done
            ? [splitter.end()].filter((event) => event !== undefined)
            : splitter.push(value);
          let text = "";
          for (const event of events) {
            const passed = pass(event);
            if (passed === undefined) {
              attempt.forfeit("a reply over its reservation");
              controller.enqueue(encoder.encode(text + reader.cut()));
              controller.close();
              await upstream.cancel();
              return;
            }
            text += passed;
          }
          if (text !== "") controller.enqueue(encoder.encode(text));
          if (done) {
            attempt.settle(latest);
            controller.close();
            return;
          }
          if (text !== "") return;
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
