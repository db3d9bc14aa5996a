import type ts from "typescript";
import type { Finding, MoveReason, Span, UseVerb } from "../findings.js";
import type { Balance, Sum } from "./Balance.js";
import type { BlockId, MoveId } from "./ids.js";
import type { Place, PlaceTable } from "./places.js";
import type { Closure } from "../facts/closures.js";

/** One place that one expression moves out of, numbered so that data flow can speak of it. */
export interface Move {
  readonly id: MoveId;
  readonly place: Place;
  readonly at: Span;
  readonly reason: MoveReason;
  readonly loop: Loop | null;
  /** The binding that the value moved to, where that is all that became of it. */
  readonly into: Place | null;
  /** The elements have left a container, which is still its owner's (R4). */
  readonly elementsOnly: boolean;
}

/** A borrow with a name, or of a call: `holder` may look at `place` as long as that stays as it is (B1, B2). */
export interface Loan {
  readonly place: Place;
  readonly at: Span;
}

/** What may let other code run. */
export interface Interference {
  readonly at: Span;
  /** As reports name it: "this call of `price`". */
  readonly what: string;
  /** An `await` or a `yield`: whoever started this code goes on. A call runs only what it can reach. */
  readonly suspends: boolean;
}

/** What one call has on loan, from the evaluation of its operands until it returns. */
export interface CallLoans {
  readonly op: "end-loan";
  /** Has the loans while more operands are evaluated; null where nothing could happen to them meanwhile. */
  readonly holder: Place | null;
  readonly loans: readonly Loan[];
  readonly holders: readonly Place[];
  readonly call: Span;
  /** The receiver that the call consumes next (M6): what has moved it meanwhile is reported there. */
  readonly consumes: Place | null;
}

export interface Loop {
  readonly at: Span;
  /** Who repeats a callback, as written (`forEach`); null for a statement. */
  readonly repeatedBy: string | null;
  readonly parent: Loop | null;
}

/**
 * What one step of evaluation does. Operands are places: temporaries are used exactly once by construction, so only
 * their effects on places are kept.
 */
export type Instruction =
  /** A place is read, and its value stays where it is. `presence`: only whether there is one, whatever its parts. */
  | {
      readonly op: "borrow";
      readonly place: Place;
      readonly at: Span;
      readonly verb: UseVerb;
      readonly presence: boolean;
    }
  /** A place's value leaves it. */
  | {
      readonly op: "move";
      readonly move: Move;
      readonly verb: UseVerb;
      /** What may have run other code since the place was reserved (M6). */
      readonly interrupted: Interference | null;
    }
  /** A binding takes up loans: those of places, and those that other holders have. */
  | {
      readonly op: "lend";
      readonly holder: Place;
      readonly loans: readonly Loan[];
      readonly holders: readonly Place[];
    }
  /** A closure runs, or is given to somebody who will run it (C1 to C5). */
  | Invoke
  /** What a call was lent goes on being looked at in its promise (B3). */
  | {
      readonly op: "start";
      readonly task: Task;
      readonly loans: readonly Loan[];
      readonly holders: readonly Place[];
    }
  /** Promises are kept where `keeper` names them. */
  | { readonly op: "keep"; readonly keeper: Place; readonly held: Held; readonly replaces: boolean }
  /** Somebody handles that these promises fail: whoever waits for them and goes on does not know that they did not (M4, C5). */
  | { readonly op: "handle-failure"; readonly held: Held }
  /** Promises have been awaited (B3, C5). */
  | {
      readonly op: "settle";
      readonly held: Held;
      /** Of this it is known that it did not fail: what its function does to the end, it has done (C5). */
      readonly fulfilled: Task | null;
      /** Only what a loop has awaited one by one, which has gone through all of it. */
      readonly walk: Walk | null;
      readonly at: Span;
      readonly text: string;
    }
  /** What was lent to a call was to stay as it was until now (B1, M6). */
  | CallLoans
  /** A place is written; the parent of a part is used by that (R1). */
  | {
      readonly op: "store";
      readonly place: Place;
      readonly at: Span;
      /** By its type there is something in the place as long as nobody takes it. */
      readonly present: boolean;
    }
  /** A binding comes to life. */
  | { readonly op: "declare"; readonly place: Place }
  /** A binding has no value of its own, though its type says that it owns (T3, K1). */
  | { readonly op: "only-borrows"; readonly place: Place }
  /** A container is emptied: elements that were moved out one by one are gone, and so is the hole they left (R4). */
  | { readonly op: "empty"; readonly place: Place; readonly at: Span }
  /** Elements leave a container, or others take their place: what looks at one of them sees that no more. */
  | { readonly op: "disturb"; readonly place: Place; readonly at: Span }
  /** A place takes up an owned value, of which `linear` are the places that must be resolved (X2). */
  | { readonly op: "hold"; readonly place: Place; readonly linear: readonly Place[]; readonly at: Span }
  /** The body is left here, by `return` or at its end. */
  | { readonly op: "exit"; readonly at: Span }
  /** On this path a test has shown that there is nothing in the place. */
  | { readonly op: "absent"; readonly place: Place }
  /** A budget operation takes known amounts (X1). */
  | {
      readonly op: "withdraw";
      readonly from: Balance;
      readonly amounts: readonly number[];
      readonly subject: string;
      readonly at: Span;
    }
  /** A budget is merged into one that has a `max` (X1). */
  | { readonly op: "merge"; readonly sum: Sum; readonly subject: string; readonly at: Span }
  | { readonly op: "set-balance"; readonly place: Place; readonly balance: Balance }
  | {
      readonly op: "assume-balance";
      readonly place: Place;
      readonly atLeast: number;
      readonly atMost: number;
    }
  /** A call, or anything else that may throw or run other code. */
  | {
      readonly op: "call";
      readonly at: Span;
      /** As reports name it: "this call of `price`". */
      readonly what: string;
      readonly throws: boolean;
      /** Other code may run: no shared slot may be empty now (C4). */
      readonly reenters: boolean;
      readonly suspends: boolean;
      /** Moves that a throw undoes (T10). */
      readonly restores: readonly Move[];
      /** Promises that have settled though this throws. */
      readonly settles: Held | null;
      /** Moves into calls that have not begun: a throw undoes them too, but they are holes meanwhile. */
      readonly pending: readonly Move[];
    }
  /** A mistake that needs no data flow, reported where it can be reached (F6). */
  | { readonly op: "report"; readonly finding: Finding };

/** A promise that runs on, or all those together that the same call made earlier: told from others by identity. */
export interface Task {
  readonly at: Span;
  readonly older: Task | null;
  /** An iterator is done when this loop is left. */
  readonly within: Loop | null;
}

/** The tasks of one call: of what it was lent, and of what its closure leaves running. */
export interface CallTasks {
  readonly lent: Task;
  /** The promise that the closure returns. */
  readonly itself: Task;
  /** The promises that are elements of what it returns. */
  readonly elements: Task;
  /** Those of which it returns what `Promise.all` made. */
  readonly all: Task;
  /** Those that it never hands out. */
  readonly lost: Task;
}

/** What a value holds: promises just made, and those that places keep. */
export interface Held {
  readonly tasks: readonly Task[];
  readonly keepers: readonly Place[];
}

/** A loop goes through promises. */
export interface Walk {
  /** What there was to go through when the loop began. */
  readonly since: Held;
  /** Still runs if some round did not await its promise; null: every round does. */
  readonly round: Task | null;
}

export const nothingHeld: Held = { tasks: [], keepers: [] };

export interface Invoke {
  readonly op: "invoke";
  readonly closure: Closure;
  readonly at: Span;
  readonly call: ts.Node;
  /**
   * `now`: before the next instruction. `deferred`: an async function, done when its promise is awaited. `handed-over`:
   * at most once, later. `escape`: whenever, as often as anybody likes.
   */
  readonly loop: Loop | null;
  readonly tasks: CallTasks;
  readonly mode: "now" | "deferred" | "handed-over" | "escape";
  /** It handles what comes of a promise: null if not, else the promises that have settled before it runs. */
  readonly handles: Held | null;
}

export type Terminal =
  | { readonly kind: "goto"; readonly target: BlockId; readonly back: boolean }
  /** Which successor is taken is opaque (M4). */
  | { readonly kind: "branch"; readonly targets: readonly BlockId[] }
  | { readonly kind: "return" }
  | { readonly kind: "throw" }
  | { readonly kind: "unreachable" };

export interface Block {
  readonly id: BlockId;
  readonly instructions: Instruction[];
  readonly terminal: Terminal;
  /** Where an exception raised in this block goes; null: out of the body. */
  readonly handler: BlockId | null;
  readonly loop: Loop | null;
  /** The copy of a finalizer that this block belongs to, innermost. */
  readonly finalizer: FinalizerCopy | null;
}

/** A finalizer is lowered once for each completion that runs it (F4). */
export interface FinalizerCopy {
  /** `normal`, `throw`, `return`, `break bb4`, ...; `any` where nested finalizers share one copy. */
  readonly completion: string;
  readonly parent: FinalizerCopy | null;
}

/** A function, a module, a field initialiser or a static block, lowered. */
export interface Body {
  readonly name: string;
  readonly node: ts.Node;
  readonly blocks: readonly Block[];
  readonly entry: BlockId;
  readonly places: PlaceTable;
  /** Keys of the variables that some function within this body sees. */
  readonly sharedRoots: ReadonlySet<string>;
  /** An arrow function: its `this` is that of the function around it. */
  readonly sharesThis: boolean;
  /** Where the function is given to somebody who may run it at any time (C3). */
  readonly escape: { readonly at: Span; readonly how: string } | null;
  /** Grows while the body is analysed: a call of a closure moves what its summary says. */
  readonly moves: Move[];
  /** The functions that it makes, by the blocks in which: more than one where a finalizer has copies. */
  readonly functions: ReadonlyMap<ts.Node, readonly BlockId[]>;
  /** The place that a binding of a body around this one has here. */
  capturedPlace(bindingKey: string, text: string): Place;
}
