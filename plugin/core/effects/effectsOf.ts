import type {
  CallLoans,
  Held,
  Instruction,
  Interference,
  Invoke,
  Loan,
  Move,
  Task,
  Walk,
} from "../ir/Body.js";
import type { Place } from "../ir/places.js";
import type { Finding, Span, UseVerb } from "../findings.js";

/**
 * What an instruction does to places; the only thing that data flow looks at.
 *
 *     take(p.a)        use p.a, leave p.a, interrupt
 *     p.a = mk()       interrupt, write-into p, fill p.a
 */
export type Effect =
  /** The place must be whole now. */
  | {
      readonly kind: "use";
      readonly place: Place;
      readonly at: Span;
      readonly verb: UseVerb;
      /** Parts may be missing. */
      readonly presence: boolean;
      /** The use is in the body of a closure that runs here. */
      readonly inside: InsideClosure | null;
    }
  | { readonly kind: "leave"; readonly move: Move; readonly interrupted: Interference | null }
  /** A part is written: the parent must still be there, though parts of it may be missing (R1). */
  | { readonly kind: "write-into"; readonly parent: Place; readonly at: Span }
  /** `at` null: the binding begins to live. */
  | { readonly kind: "fill"; readonly place: Place; readonly at: Span | null; readonly present: boolean }
  | {
      readonly kind: "lend";
      readonly holder: Place;
      readonly loans: readonly Loan[];
      readonly holders: readonly Place[];
    }
  | { readonly kind: "invoke"; readonly invoke: Invoke }
  | {
      readonly kind: "start";
      readonly task: Task;
      readonly loans: readonly Loan[];
      readonly holders: readonly Place[];
    }
  | { readonly kind: "keep"; readonly keeper: Place; readonly held: Held; readonly replaces: boolean }
  | { readonly kind: "handle-failure"; readonly held: Held }
  | {
      readonly kind: "settle";
      readonly held: Held;
      readonly fulfilled: Task | null;
      readonly walk: Walk | null;
      readonly at: Span;
      readonly text: string;
    }
  | { readonly kind: "hold"; readonly place: Place; readonly linear: readonly Place[]; readonly at: Span }
  | { readonly kind: "exit"; readonly at: Span }
  | { readonly kind: "absent"; readonly place: Place }
  | { readonly kind: "empty"; readonly place: Place; readonly at: Span }
  /** The name has nothing that could be moved out of it. */
  | { readonly kind: "only-borrows"; readonly place: Place }
  | { readonly kind: "disturb"; readonly place: Place; readonly at: Span }
  | { readonly kind: "end-loan"; readonly loans: CallLoans }
  /** An exception may leave here, and with `reenters` other code may run: no other shared slot may be empty. */
  | {
      readonly kind: "interrupt";
      readonly at: Span;
      readonly what: string;
      readonly throws: boolean;
      readonly reenters: boolean;
      readonly suspends: boolean;
      readonly restores: readonly Move[];
      readonly pending: readonly Move[];
      readonly settles: Held | null;
    }
  | { readonly kind: "report"; readonly finding: Finding };

export interface InsideClosure {
  readonly closure: string;
  readonly at: Span;
  /** Parts that it writes before it uses the place, as keys below it. */
  readonly besides: ReadonlySet<string>;
  /** Where the closure moves the place, if it does. */
  readonly takes: Span | null;
  /** Where it puts another value there on some path, if on some it does not. */
  readonly stores: Span | null;
}

export function effectsOf(instruction: Instruction): readonly Effect[] {
  switch (instruction.op) {
    case "borrow": {
      const { place, at, verb, presence } = instruction;
      return [{ kind: "use", place, at, verb, presence, inside: null }];
    }
    case "move": {
      const { move, verb, interrupted } = instruction;
      return [
        { kind: "use", place: move.place, at: move.at, verb, presence: false, inside: null },
        { kind: "leave", move, interrupted },
      ];
    }
    case "end-loan":
      return [{ kind: "end-loan", loans: instruction }];
    case "store": {
      const { place, at, present } = instruction;
      const fill: Effect = { kind: "fill", place, at, present };
      return place.parent === null ? [fill] : [{ kind: "write-into", parent: place.parent, at }, fill];
    }
    case "declare":
      return [{ kind: "fill", place: instruction.place, at: null, present: false }];
    case "only-borrows":
      return [{ kind: "only-borrows", place: instruction.place }];
    case "lend": {
      const { holder, loans, holders } = instruction;
      return [{ kind: "lend", holder, loans, holders }];
    }
    case "invoke":
      return [{ kind: "invoke", invoke: instruction }];
    case "handle-failure":
      return [{ kind: "handle-failure", held: instruction.held }];
    case "settle": {
      const { held, fulfilled, walk, at, text } = instruction;
      return [{ kind: "settle", held, fulfilled, walk, at, text }];
    }
    case "start": {
      const { task, loans, holders } = instruction;
      return [{ kind: "start", task, loans, holders }];
    }
    case "keep": {
      const { keeper, held, replaces } = instruction;
      return [{ kind: "keep", keeper, held, replaces }];
    }
    case "hold": {
      const { place, linear, at } = instruction;
      return [{ kind: "hold", place, linear, at }];
    }
    case "exit":
      return [{ kind: "exit", at: instruction.at }];
    case "absent":
      return [{ kind: "absent", place: instruction.place }];
    case "empty":
      return [{ kind: "empty", place: instruction.place, at: instruction.at }];
    case "disturb":
      return [{ kind: "disturb", place: instruction.place, at: instruction.at }];
    case "call":
      return instruction.throws || instruction.reenters
        ? [
            {
              kind: "interrupt",
              at: instruction.at,
              what: instruction.what,
              throws: instruction.throws,
              reenters: instruction.reenters,
              suspends: instruction.suspends,
              restores: instruction.restores,
              pending: instruction.pending,
              settles: instruction.settles,
            },
          ]
        : [];
    case "withdraw":
    case "merge":
    case "set-balance":
    case "assume-balance":
      // Amounts are the balances' own analysis.
      return [];
    case "report":
      return [{ kind: "report", finding: instruction.finding }];
  }
}
