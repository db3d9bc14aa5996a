import type { Instruction, Move } from "../ir/Body.js";
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
  | { readonly kind: "use"; readonly place: Place; readonly at: Span; readonly verb: UseVerb }
  | { readonly kind: "leave"; readonly move: Move }
  /** A part is written: the parent must still be there, though parts of it may be missing (R1). */
  | { readonly kind: "write-into"; readonly parent: Place; readonly at: Span }
  | { readonly kind: "fill"; readonly place: Place; readonly at: Span | null }
  | { readonly kind: "empty"; readonly place: Place; readonly at: Span }
  | { readonly kind: "end-loan"; readonly place: Place; readonly at: Span }
  /** An exception may leave here, and with `reenters` other code may run: no other shared slot may be empty. */
  | {
      readonly kind: "interrupt";
      readonly at: Span;
      readonly what: string;
      readonly throws: boolean;
      readonly restores: readonly Move[];
    }
  | { readonly kind: "report"; readonly finding: Finding };

export function effectsOf(instruction: Instruction): readonly Effect[] {
  switch (instruction.op) {
    case "borrow":
      return [{ kind: "use", place: instruction.place, at: instruction.at, verb: instruction.verb }];
    case "move": {
      const { move, verb } = instruction;
      return [
        { kind: "use", place: move.place, at: move.at, verb },
        { kind: "leave", move },
      ];
    }
    case "end-loan":
      return [{ kind: "end-loan", place: instruction.place, at: instruction.at }];
    case "store": {
      const { place, at } = instruction;
      const fill: Effect = { kind: "fill", place, at };
      return place.parent === null ? [fill] : [{ kind: "write-into", parent: place.parent, at }, fill];
    }
    case "declare":
      return [{ kind: "fill", place: instruction.place, at: null }];
    case "empty":
      return [{ kind: "empty", place: instruction.place, at: instruction.at }];
    case "call":
      return instruction.throws || instruction.reenters
        ? [
            {
              kind: "interrupt",
              at: instruction.at,
              what: instruction.what,
              throws: instruction.throws,
              restores: instruction.restores,
            },
          ]
        : [];
    case "report":
      return [{ kind: "report", finding: instruction.finding }];
  }
}
