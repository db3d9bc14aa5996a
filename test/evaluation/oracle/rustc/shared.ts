import type { Program } from "../../language/syntax.js";
import { NotShared } from "./NotShared.js";
import { printRust } from "./Statements.js";

export type Shared =
  { readonly answer: true; readonly text: string } | { readonly answer: false; readonly reason: string };

/** Finalizers are printed once for each jump through them: nested, they grow beyond measure. */
const longest = 60_000;

/** The program in Rust, or why it cannot be said there. */
export function sharedWithRust(name: string, program: Program): Shared {
  try {
    const text = printRust(name, program);
    if (text.length > longest) return { answer: false, reason: "nested finalizers: too long in Rust" };
    return { answer: true, text };
  } catch (error) {
    if (error instanceof NotShared) return { answer: false, reason: error.message };
    throw error;
  }
}
