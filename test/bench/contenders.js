// @ts-check

/** A plain counter: a field, and a check before it goes down. Whoever holds it may spend it, twice too. */
export class Counter {
  /** @param {number} remaining */
  constructor(remaining) {
    this.remaining = remaining;
  }

  /** @param {number} amount */
  spend(amount) {
    if (amount > this.remaining) throw new RangeError(`${amount} is more than ${this.remaining}`);
    this.remaining -= amount;
  }

  /** @param {number} amount */
  split(amount) {
    this.spend(amount);
    return new Counter(amount);
  }

  /** @param {number} amount */
  refund(amount) {
    this.remaining += amount;
  }

  /** @param {Counter} other */
  merge(other) {
    this.remaining += other.remaining;
    other.remaining = 0;
  }
}

/** The usual guard of a counter that concurrent tasks share: take the lock, check, debit, let go. */
export class LockedCounter extends Counter {
  /** @type {Promise<void>} */
  #tail = Promise.resolve();

  /**
   * @template T
   * @param {() => T} critical
   * @returns {Promise<T>}
   */
  #locked(critical) {
    const result = this.#tail.then(critical);
    this.#tail = result.then(ignore, ignore);
    return result;
  }

  /**
   * @override
   * @param {number} amount
   * @returns {any}
   */
  spend(amount) {
    return this.#locked(() => super.spend(amount));
  }

  /**
   * @override
   * @param {number} amount
   * @returns {any}
   */
  split(amount) {
    return this.#locked(() => {
      super.spend(amount);
      return new Counter(amount);
    });
  }

  /**
   * @override
   * @param {number} amount
   * @returns {any}
   */
  refund(amount) {
    return this.#locked(() => super.refund(amount));
  }

  /**
   * @override
   * @param {Counter} other
   * @returns {any}
   */
  merge(other) {
    return this.#locked(() => super.merge(other));
  }
}

function ignore() {}
