import type { Loan } from "./ownership.js";

/**
 * Moves the value of `key` out of `map`, in one step (K2): `get` alone only borrows it. Borrows the map.
 *
 * @returns the value, or `undefined` if there is none
 */
export function takeFrom<K, V>(map: Map<K, V> & Loan, key: K): V | undefined {
  const value = map.get(key);
  map.delete(key);
  return value;
}
