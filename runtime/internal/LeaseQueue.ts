/** The longest delay that `setTimeout` takes. */
const longestDelay = 2 ** 31 - 1;

/** What ends by itself, if nobody ends it in time. */
export interface Leased {
  /** @param by what ended it, for messages */
  forfeit(by: string): void;
}

/**
 * Forfeits the leases that nobody resolved in time. All have the same length, so they end in the order in which they
 * began, which is the order of the map: one timer, for the first, serves all.
 */
export class LeaseQueue {
  /** Deadlines, by the monotonic clock: the wall clock may be set. */
  readonly #deadlines = new Map<Leased, number>();
  readonly #leaseMs: number;
  #timerIsSet = false;

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  add(lease: Leased): void {
    const now = performance.now();
    this.#deadlines.set(lease, now + this.#leaseMs);
    this.#setTimer(now);
  }

  /** @returns whether it was there */
  delete(lease: Leased): boolean {
    return this.#deadlines.delete(lease);
  }

  /** How many leases nobody has resolved. */
  get size(): number {
    return this.#deadlines.size;
  }

  /** @param at for a clock that is asked already; asking it costs more than the rest of an empty sweep */
  sweep(at?: number): void {
    if (this.#deadlines.size === 0) return;
    const now = at ?? performance.now();
    for (const [lease, deadline] of this.#deadlines) {
      if (deadline > now) return;
      lease.forfeit("the end of its lease");
    }
  }

  /** A timer that is set stays set when its lease is resolved: setting one for each lease would cost more than it saves. */
  #setTimer(now: number): void {
    if (this.#timerIsSet) return;
    const first = this.#deadlines.values().next();
    if (first.done === true) return;
    const delay = Math.min(Math.max(first.value - now, 0), longestDelay);
    this.#timerIsSet = true;
    detach(
      setTimeout(() => {
        this.#timerIsSet = false;
        // The timer is a clock too, and the only one where tests advance timers alone.
        const then = Math.max(performance.now(), now + delay);
        this.sweep(then);
        this.#setTimer(then);
      }, delay),
    );
  }
}

/** Keeps a timer from keeping the process alive: by its own method on Node and Bun, by `Deno.unrefTimer` on Deno. */
function detach(timer: unknown): void {
  if (typeof timer === "object") {
    (timer as { unref?(): void }).unref?.();
  } else {
    (globalThis as { Deno?: { unrefTimer?(id: unknown): void } }).Deno?.unrefTimer?.(timer);
  }
}
