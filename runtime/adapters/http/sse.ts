/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  /** As it was sent, the blank line that ends it included. */
  readonly raw: string;
  readonly data: string;
}

/** Cuts text that arrives in arbitrary pieces into events. */
export class EventSplitter {
  readonly #decoder = new TextDecoder();
  #pending = "";

  /** The events that `bytes` completes. */
  push(bytes: Uint8Array): ServerSentEvent[] {
    this.#pending += this.#decoder.decode(bytes, { stream: true });
    const events: ServerSentEvent[] = [];
    let start = 0;
    for (const { 0: blank, index } of this.#pending.matchAll(/\r\n\r\n|\n\n|\r\r/g)) {
      const end = index + blank.length;
      events.push(parse(this.#pending.slice(start, end)));
      start = end;
    }
    this.#pending = this.#pending.slice(start);
    return events;
  }

  /** What came after the last event, once nothing follows. */
  end(): ServerSentEvent | undefined {
    const rest = this.#pending + this.#decoder.decode();
    this.#pending = "";
    return rest.trim() === "" ? undefined : parse(rest);
  }
}

function parse(raw: string): ServerSentEvent {
  const data = raw
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(line.startsWith("data: ") ? 6 : 5))
    .join("\n");
  return { raw, data };
}
