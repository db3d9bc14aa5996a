import type { Stmt } from "../../language/syntax.js";

/**
 * What stands around the code that is being printed, innermost first: Rust has no exceptions, so a throw is a jump to
 * the handler around it, and a jump out of a `try` prints the finalizer on its way (F4).
 */
export type Frames = Frame | null;

type Frame = { readonly outer: Frames } & (
  | { readonly kind: "target"; readonly id: number }
  /** A function that is run in place: `end` is where it returns to. */
  | { readonly kind: "function"; readonly end: string }
  | { readonly kind: "handler"; readonly label: string }
  | { readonly kind: "finalizer"; readonly label: string; readonly body: readonly Stmt[] }
);

/** The label that a throw jumps to; null: it leaves the function, where nothing is left to be checked. */
export function raiseLabel(frames: Frames): string | null {
  for (let at = frames; at !== null; at = at.outer) {
    if (at.kind === "handler" || at.kind === "finalizer") return at.label;
  }
  return null;
}

/** What `return` comes down to. */
export function leave(frames: Frames): string {
  for (let at = frames; at !== null; at = at.outer) if (at.kind === "function") return `break ${at.end};`;
  return "return;";
}

/** The finalizers that a jump runs, innermost first, each with what stands around it. */
export function finalizersUpTo(
  frames: Frames,
  target: number | "function",
): readonly { readonly body: readonly Stmt[]; readonly around: Frames }[] {
  const found: { body: readonly Stmt[]; around: Frames }[] = [];
  for (let at = frames; at !== null; at = at.outer) {
    if (at.kind === "target" ? at.id === target : at.kind === "function") break;
    if (at.kind === "finalizer") found.push({ body: at.body, around: at.outer });
  }
  return found;
}
