// @ts-check
/** What all clients are asked, and what all guards are given. */
import { BudgetMint } from "../../../dist/runtime/testing.js";

const mint = BudgetMint.forTesting();
/** More than any number of calls needs. */
export const plenty = () => mint.issue(2 ** 50);
export const options = { maxOutputTokens: 100 };
export const prompt = "Count to five.";
export const name = "gpt-4o-mini";
export const apiKey = "none";
