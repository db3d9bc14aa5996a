/** A set that clones in constant time, as `CopyOnWriteMap` does. */
export class CopyOnWriteSet<Value> implements ReadonlySet<Value> {
  #values: Set<Value>;
  #isOwn: boolean;

  constructor(values: Set<Value> = new Set<Value>()) {
    this.#values = values;
    this.#isOwn = false;
  }

  clone(): CopyOnWriteSet<Value> {
    this.#isOwn = false;
    return new CopyOnWriteSet(this.#values);
  }

  sharesWith(other: CopyOnWriteSet<Value>): boolean {
    return this.#values === other.#values;
  }

  get size(): number {
    return this.#values.size;
  }

  has(value: Value): boolean {
    return this.#values.has(value);
  }

  /** True when the value was not there. */
  add(value: Value): boolean {
    if (this.#values.has(value)) return false;
    this.#own().add(value);
    return true;
  }

  /** True when the value was there. */
  delete(value: Value): boolean {
    return this.#values.has(value) && this.#own().delete(value);
  }

  forEach(visit: (value: Value, same: Value, set: ReadonlySet<Value>) => void): void {
    for (const value of this.#values) visit(value, value, this);
  }

  entries(): SetIterator<[Value, Value]> {
    return this.#values.entries();
  }

  keys(): SetIterator<Value> {
    return this.#values.keys();
  }

  values(): SetIterator<Value> {
    return this.#values.values();
  }

  [Symbol.iterator](): SetIterator<Value> {
    return this.#values.values();
  }

  #own(): Set<Value> {
    if (!this.#isOwn) {
      this.#values = new Set(this.#values);
      this.#isOwn = true;
    }
    return this.#values;
  }
}
