/** A seeded generator of pseudo-random numbers (mulberry32): equal seeds give equal programs on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The `index`th of the sequences that belong to a seed: they have nothing to do with each other. */
  static of(seed: number, index: number): Random {
    const mixed = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
    return new Random(Math.floor(mixed.next() * 2 ** 32));
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Uniform in 0, ..., limit - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Throws on an empty list. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  /** Picks a key by the weights; keys of weight 0 are never picked. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const keys = Object.keys(weights) as K[];
    let sum = 0;
    for (const key of keys) sum += weights[key] ?? 0;
    let rest = this.next() * sum;
    let last: K | null = null;
    for (const key of keys) {
      const weight = weights[key] ?? 0;
      if (weight === 0) continue;
      rest -= weight;
      if (rest < 0) return key;
      last = key;
    }
    if (last === null) throw new Error("all weights are 0");
    return last;
  }
}
