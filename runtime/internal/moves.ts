import { UseAfterMoveError } from "../errors.js";

/** Stacks of moves, by moved handle. Undefined while tracing is off: then a move costs one comparison. */
let traces: WeakMap<object, string> | undefined;

/**
 * Makes every later `UseAfterMoveError` say where the handle was moved. Off by default: it takes a stack trace at each
 * move. Switching it off drops the traces that were kept.
 */
export function debugMoves(on: boolean): void {
  traces = on ? (traces ?? new WeakMap()) : undefined;
}

/** To be called by whatever marks a handle as moved. */
export function traceMove(handle: object): void {
  if (traces !== undefined) traces.set(handle, callers());
}

export function useAfterMove(
  handle: object,
  operation: string,
  kind: string,
  movedBy: string,
): UseAfterMoveError {
  return new UseAfterMoveError(operation, kind, movedBy, traces?.get(handle));
}

function callers(): string {
  const lines = (new Error().stack ?? "").split("\n");
  // V8 heads the stack with the error itself. Then come this function and `traceMove`.
  return lines.slice(lines[0]?.startsWith("Error") ? 3 : 2).join("\n");
}
