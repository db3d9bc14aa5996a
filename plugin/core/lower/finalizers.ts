import type { BlockId } from "../ir/ids.js";
import type { Finalizer } from "./Jumps.js";
import type { Lowering } from "./Lowering.js";

/** Finalizers nested in finalizers beyond this share one copy for all completions: sound, less exact. */
const maxExactFinalizerDepth = 3;

/** `try { attempt } finally { finalize }` (F4). */
export function finallyAfter(cx: Lowering, attempt: () => void, finalize: () => void): void {
  const { build } = cx;
  const outerHandler = build.handler;
  const after = build.reserve();
  const attemptThrough = (finalizer: Finalizer): void => {
    build.handler = cx.jumps.completion(finalizer, "throw", rethrowTo(cx, outerHandler));
    build.split();
    attempt();
    build.handler = outerHandler;
  };
  withFinalizer(cx, attemptThrough, finalize, after);
}

/** The same, but that exceptions leave without it. */
export function unlessThrown(cx: Lowering, attempt: () => void, finalize: () => void): void {
  withFinalizer(cx, attempt, finalize, cx.build.reserve());
}

function withFinalizer(
  cx: Lowering,
  attempt: (finalizer: Finalizer) => void,
  finalize: () => void,
  after: BlockId,
): void {
  const { build, jumps } = cx;
  const finalizer = jumps.pushFinalizer();
  attempt(finalizer);
  build.goto(jumps.completion(finalizer, "normal", after));
  jumps.pop();
  lowerFinalizer(cx, finalizer, finalize);
  build.enter(after);
}

function rethrowTo(cx: Lowering, handler: BlockId | null): BlockId {
  if (handler !== null) return handler;
  const leaving = cx.build.reserve();
  const before = cx.build.current;
  cx.build.enter(leaving);
  cx.build.terminate({ kind: "throw" });
  cx.build.enter(before);
  return leaving;
}

/** One copy of the finalizer for each completion that reaches it, which goes on where it was going (F4). */
function lowerFinalizer(cx: Lowering, finalizer: Finalizer, lower: () => void): void {
  const completions = [...finalizer.completions];
  const parent = cx.build.finalizer;
  cx.finalizerDepth++;
  if (cx.finalizerDepth > maxExactFinalizerDepth) {
    cx.build.finalizer = { completion: "any", parent };
    const shared = cx.build.reserve();
    for (const [, { entry }] of completions) {
      cx.build.enter(entry);
      cx.build.goto(shared);
    }
    cx.build.enter(shared);
    lower();
    cx.build.branch(...completions.map(([, { next }]) => next));
  } else {
    for (const [completion, { entry, next }] of completions) {
      cx.build.finalizer = { completion, parent };
      cx.build.enter(entry);
      lower();
      cx.build.goto(next);
    }
  }
  cx.build.finalizer = parent;
  cx.finalizerDepth--;
}
