import { InsufficientFundsError } from "affine-budget";
import { refusalOf } from "affine-budget/openai";

/** What the call answered; null if it was refused for want of money. Any other failure is thrown on. */
export async function unlessRefused<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (refusalOf(error)?.kind === "insufficient" || error instanceof InsufficientFundsError) return null;
    throw error;
  }
}

/** Whether the call was made, and not refused for want of money. */
export async function wasMade(call: Promise<unknown>): Promise<boolean> {
  return (await unlessRefused(call.then(() => true))) !== null;
}
