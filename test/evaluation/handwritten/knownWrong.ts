/**
 * Programs on which the checker is wrong today, with the reason: the error ones among them are holes in soundness. An entry
 * that has become right fails the test, so the list cannot go stale.
 */
export const knownWrong: Readonly<Record<string, string>> = {
  "borrow-async4": "a loan to promises that are made in a callback and kept in an array ends too early (B3)",
  "borrow-async6": "a loan to a promise ends where the promise is awaited on some path only (B3)",
};
