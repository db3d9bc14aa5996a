/**
 * The entry `affine-budget/testing`: mints for tests, as many as they like, without the realm's authority. Nothing of the
 * main entry leads here, so production code that imports this shows it in its imports.
 */
import { type BudgetMint as Mint, newMint } from "./BudgetMint.js";

/** A mint, as the main entry names it. */
export type BudgetMint = Mint;

/** Stands in for `BudgetMint` in tests. */
export const BudgetMint = Object.freeze({
  /** A new mint. Takes no authority: call it as often as needed. */
  forTesting(): Mint {
    return newMint();
  },
});
