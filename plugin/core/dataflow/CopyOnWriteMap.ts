/**
 * A map that clones in constant time: clones share their entries until one of them is written to. States are cloned on
 * every edge of a body, and most blocks change next to nothing.
 *
 * Whoever iterates may write the entry that iteration is at; whether other entries are met as they were is left open.
 */
export class CopyOnWriteMap<Key, Value> implements ReadonlyMap<Key, Value> {
  #entries: Map<Key, Value>;
  /** Nobody else sees the entries: they may be written to. */
  #isOwn: boolean;

  constructor(entries: Map<Key, Value> = new Map<Key, Value>()) {
    this.#entries = entries;
    this.#isOwn = false;
  }

  clone(): CopyOnWriteMap<Key, Value> {
    this.#isOwn = false;
    return new CopyOnWriteMap(this.#entries);
  }

  /** Neither has been written to since one was cloned from the other, so that they are equal. */
  sharesWith(other: CopyOnWriteMap<Key, Value>): boolean {
    return this.#entries === other.#entries;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  set(key: Key, value: Value): void {
    this.#own().set(key, value);
  }

  /** True when there was such an entry. */
  delete(key: Key): boolean {
    return this.#entries.has(key) && this.#own().delete(key);
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const [key, value] of this.#entries) visit(value, key, this);
  }

  entries(): MapIterator<[Key, Value]> {
    return this.#entries.entries();
  }

  keys(): MapIterator<Key> {
    return this.#entries.keys();
  }

  values(): MapIterator<Value> {
    return this.#entries.values();
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.#entries.entries();
  }

  #own(): Map<Key, Value> {
    if (!this.#isOwn) {
      this.#entries = new Map(this.#entries);
      this.#isOwn = true;
    }
    return this.#entries;
  }
}
