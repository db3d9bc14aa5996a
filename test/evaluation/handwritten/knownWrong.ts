/**
 * Programs on which the checker is wrong today, with the reason: the error ones among them are holes in soundness. An entry
 * that has become right fails the test, so the list cannot go stale.
 */
export const knownWrong: Readonly<Record<string, string>> = {
  "view-6": "a name that a pattern takes out of a view is not known to be one (B1, T5)",
  "view-13": "a view that is put into an object later has no name that the checker follows (B1, T5)",
  "given-63":
    "a false alarm: a chain of promises, each of which awaits the one before it, settles as one (B3)",
};
