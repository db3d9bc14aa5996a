import type ts from "typescript";
import type { Finding, MoveReason, Span, UseVerb } from "../findings.js";
import type { Facts } from "../facts/Facts.js";
import type { BodyBuilder } from "../ir/BodyBuilder.js";
import {
  type Body,
  type CallTasks,
  type Held,
  type Interference,
  type Invoke,
  type Loan,
  type Move,
  type Task,
} from "../ir/Body.js";
import type { Closure, Closures } from "../facts/closures.js";
import type { Place } from "../ir/places.js";
import type { BodyOwner } from "../syntax/bodies.js";
import type { Syntax } from "../syntax/Syntax.js";
import type { Jumps } from "./Jumps.js";
import type { FileScan } from "../facts/scanFile.js";
import type { Scopes } from "../facts/resolveScopes.js";
import type { BlockId } from "../ir/ids.js";

/** What lowering one body needs, and where it writes. */
export interface Lowering {
  readonly syntax: Syntax;
  readonly facts: Facts;
  readonly scan: FileScan;
  readonly scopes: Scopes;
  readonly closures: Closures;
  /** Another body of the file, lowered (once). */
  bodyOf(owner: BodyOwner): Body | null;
  readonly owner: BodyOwner;
  readonly build: BodyBuilder;
  readonly jumps: Jumps;
  /** Dotted names of callees that only look at their arguments (M3). */
  readonly inspectors: ReadonlySet<string>;
  /** What the targets of assignments hang on, while the values are being evaluated (M6). */
  readonly targets: Loan[];
  /** What failure-atomic calls will give back, while their arguments are still being evaluated (T10). */
  readonly pending: (readonly Move[])[];
  /** What may run other code, so far; a shared receiver may not be held across it (M6). */
  readonly interruptions: Interference[];
  /** Where the enclosing optional chain goes when it meets `undefined`. */
  chainExit: BlockId | null;
  /** `using` bindings (F5). */
  readonly usings: Map<Place, { readonly at: Span; readonly linear: boolean }>;
  /** The body is a method that declares `this` of an affine type (T6). */
  readonly ownsThis: boolean;
  readonly ownsParameters: boolean;
  /** The variables of the file that may keep promises; null: there are no promises. */
  readonly keepers: ReadonlySet<number> | null;
  /** By call, what may run on after it (B3, C5). */
  readonly tasks: Map<ts.Node, CallTasks>;
  /** Names that look like owners and are none, with the reason: elements that the library lends (K1), what a predicate tests (M3). */
  readonly lentNames: Map<number, string>;
  /** Of these, the containers that the callee goes through while this callback runs (K1). */
  readonly containersOnLoan: Set<number>;
  /** Inside a `try` with a handler, or in what a matcher is given: a failure may be meant (X1). */
  failureIsMeant: boolean;
  /** How many finalizers around the code being lowered are being lowered themselves. */
  finalizerDepth: number;
}

/** Where the value of an expression flows to. */
export type Flow =
  | {
      readonly kind: "borrow";
      readonly verb: UseVerb;
      /** Collects what is lent: to a call until it returns (B1), to a name as long as that is used. */
      readonly loans: Lent | null;
      /** A literal that keeps nothing: its parts are only looked at too (M3). */
      readonly inspected?: true;
    }
  | {
      readonly kind: "move";
      readonly reason: MoveReason;
      readonly verb: UseVerb;
      /** Collects the moves made for this flow, for a callee that gives them back when it throws (T10). */
      readonly collect: Move[] | null;
      /** The binding that the value becomes, where nothing else happens to it. */
      readonly into?: Place | null;
    }
  | {
      readonly kind: "escape";
      readonly into: string;
      readonly why: Extract<Finding, { rule: "escape" }>["why"];
    };

/** Places on loan, and named borrows whose loans are passed on. */
export interface Lent {
  readonly places: Loan[];
  readonly holders: Place[];
}

export const borrowing: Extract<Flow, { kind: "borrow" }> = { kind: "borrow", verb: "borrowed", loans: null };

export const inspecting: Flow = { ...borrowing, inspected: true };

export function moving(reason: MoveReason, verb: UseVerb = "moved", collect: Move[] | null = null): Flow {
  return { kind: "move", reason, verb, collect };
}

export function spanOf(cx: Lowering, node: ts.Node): Span {
  return { file: cx.scan.file.fileName, start: cx.syntax.startOf(node), end: node.end };
}

export function lending(lent: Lent): Extract<Flow, { kind: "borrow" }> {
  return { kind: "borrow", verb: "borrowed", loans: lent };
}

export function report(cx: Lowering, finding: Finding): void {
  cx.build.emit({ op: "report", finding });
}

export function unsupported(cx: Lowering, node: ts.Node, construct: string): void {
  report(cx, {
    rule: "unsupported",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(node),
    construct,
    labels: [],
  });
}

/** Something that may throw, or run code that is not being looked at. */
export function interrupt(
  cx: Lowering,
  node: ts.Node,
  what: string,
  options: {
    readonly throws?: boolean;
    readonly reenters?: boolean;
    readonly suspends?: boolean;
    readonly restores?: readonly Move[];
    readonly settles?: Held;
  } = {},
): void {
  const { throws = true, reenters = true, suspends = false, restores = [], settles = null } = options;
  const at = spanOf(cx, node);
  if (reenters) cx.interruptions.push({ at, what, suspends });
  const pending = cx.pending.flat();
  cx.build.emit({ op: "call", at, what, throws, reenters, suspends, restores, pending, settles });
}

/** The tasks that a call may start, one object each for the whole analysis. */
export function tasksOfCall(cx: Lowering, call: ts.Node): CallTasks {
  let tasks = cx.tasks.get(call);
  if (tasks === undefined) {
    const at = spanOf(cx, call);
    const task = (): Task => ({ at, older: { at, older: null, within: null }, within: null });
    tasks = { lent: task(), itself: task(), elements: task(), all: task(), lost: task() };
    cx.tasks.set(call, tasks);
  }
  return tasks;
}

/** A closure runs, or is handed to somebody who will run it. */
export function invoke(
  cx: Lowering,
  closure: Closure,
  node: ts.Node,
  call: ts.Node,
  mode: Invoke["mode"],
  handles: Held | null = null,
): void {
  const instruction: Invoke = {
    op: "invoke",
    closure,
    at: spanOf(cx, node),
    call,
    loop: cx.build.loop,
    tasks: tasksOfCall(cx, call),
    mode,
    handles,
  };
  cx.build.emit(instruction);
}
